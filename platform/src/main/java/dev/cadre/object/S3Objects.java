package dev.cadre.object;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.GetObjectPresignRequest;
import software.amazon.awssdk.services.s3.presigner.model.PutObjectPresignRequest;

/**
 * Content in a bucket of S3, with the credentials that the AWS SDK finds. It is put there and shown
 * from there by URLs of S3's own, past the platform, which looks at it when it is first used.
 * Thread-safe.
 */
final class S3Objects implements ObjectStore {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final S3Client s3;
  private final S3Presigner presigner;
  private final InstantSource clock;
  private final String bucket;

  S3Objects(InstantSource clock, ObjectsConfig config) {
    this.clock = clock;
    this.bucket = config.bucket();
    Region region = Region.of(config.region());
    URI endpoint = config.endpoint();
    S3ClientBuilder client =
        S3Client.builder()
            .region(region)
            .httpClient(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT)
                    .socketTimeout(LIMIT)
                    .build())
            // Stores that speak S3 do not all know its own framing of a body.
            .serviceConfiguration(form -> form.chunkedEncodingEnabled(false))
            .forcePathStyle(endpoint != null)
            .overrideConfiguration(override -> override.apiCallTimeout(LIMIT));
    S3Presigner.Builder signing =
        S3Presigner.builder()
            .region(region)
            .serviceConfiguration(
                S3Configuration.builder().pathStyleAccessEnabled(endpoint != null).build());
    if (endpoint != null) {
      client.endpointOverride(endpoint);
      signing.endpointOverride(endpoint);
    }
    s3 = client.requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED).build();
    presigner = signing.build();
  }

  @Override
  public URI putUrl(Upload upload, URI base) {
    PutObjectRequest put =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(upload.key())
            .contentType(upload.mediaType())
            .ifNoneMatch("*")
            .build();
    return uri(
        presigner
            .presignPutObject(
                PutObjectPresignRequest.builder()
                    .signatureDuration(left(upload.putUntil()))
                    .putObjectRequest(put)
                    .build())
            .url());
  }

  @Override
  public Optional<URI> origin() {
    return Optional.of(
        uri(s3.utilities().getUrl(any -> any.bucket(bucket).key("any"))).resolve("/"));
  }

  /** By the second S3 refuses whoever would put another content in the place of the first. */
  @Override
  public Map<String, String> putHeaders(Upload upload) {
    return Map.of("Content-Type", upload.mediaType(), "If-None-Match", "*");
  }

  @Override
  public URI getUrl(Upload upload, URI base, Instant until) {
    GetObjectRequest get =
        GetObjectRequest.builder()
            .bucket(bucket)
            .key(upload.key())
            .responseContentType(upload.mediaType())
            .responseContentDisposition(UploadRoutes.disposition(upload))
            .build();
    return uri(
        presigner
            .presignGetObject(
                GetObjectPresignRequest.builder()
                    .signatureDuration(left(until))
                    .getObjectRequest(get)
                    .build())
            .url());
  }

  private Duration left(Instant until) {
    Duration left = Duration.between(clock.instant(), until);
    return left.isPositive() ? left : Duration.ofSeconds(1);
  }

  private static URI uri(java.net.URL url) {
    try {
      return url.toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void put(Upload upload, byte[] content) throws IOException {
    try {
      s3.putObject(
          request -> request.bucket(bucket).key(upload.key()).contentType(upload.mediaType()),
          RequestBody.fromBytes(content));
    } catch (SdkException e) {
      throw new IOException("the bucket does not answer: " + e.getMessage(), e);
    }
  }

  @Override
  public OptionalLong length(ObjectKey key) throws IOException {
    try {
      return OptionalLong.of(
          s3.headObject(HeadObjectRequest.builder().bucket(bucket).key(key.text()).build())
              .contentLength());
    } catch (NoSuchKeyException e) {
      return OptionalLong.empty();
    } catch (SdkException e) {
      throw new IOException("the bucket does not answer: " + e.getMessage(), e);
    }
  }

  @Override
  public InputStream open(ObjectKey key) throws IOException {
    try {
      return s3.getObject(GetObjectRequest.builder().bucket(bucket).key(key.text()).build());
    } catch (NoSuchKeyException e) {
      throw new FileNotFoundException(key.text());
    } catch (SdkException e) {
      throw new IOException("the bucket does not answer: " + e.getMessage(), e);
    }
  }

  @Override
  public void delete(ObjectKey key) throws IOException {
    try {
      s3.deleteObject(request -> request.bucket(bucket).key(key.text()));
    } catch (SdkException e) {
      throw new IOException("the bucket does not answer: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    presigner.close();
    s3.close();
  }
}
