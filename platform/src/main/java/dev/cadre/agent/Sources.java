package dev.cadre.agent;

import dev.cadre.agent.Definition.Source;
import dev.cadre.fault.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Where code comes from: the embedded store, or a bucket of S3 read with the credentials that the
 * AWS SDK finds. Either way it ends up in the {@link ArtifactStore}.
 */
final class Sources implements AutoCloseable {
  private final ArtifactStore store;
  private final String region;
  private final @Nullable URI s3Endpoint;
  private @Nullable S3Client s3;

  Sources(ArtifactStore store, AgentConfig config) {
    this.store = store;
    this.region = config.region();
    this.s3Endpoint = config.s3Endpoint();
  }

  /** Throws {@link Fault.Invalid} when the embedded store lacks what {@code source} names. */
  void check(Source source) {
    switch (source) {
      case Source.Code code -> {
        if (code.bucket().equals(ArtifactStore.BUCKET)) {
          store.require(code.key());
        }
      }
      case Source.Container _, Source.Remote _, Source.Declared _ -> {}
    }
  }

  /** The digest of the code, which is in the store when this returns. */
  String fetch(Source.Code code, BuildLog log) throws BuildFailure, IOException {
    if (code.bucket().equals(ArtifactStore.BUCKET)) {
      try {
        return store.require(code.key());
      } catch (Fault.Invalid e) {
        throw new BuildFailure(String.valueOf(e.getMessage()), e);
      }
    }
    String where = "s3://" + code.bucket() + "/" + code.key();
    log.line("fetching " + where);
    try (InputStream content = client().getObject(request(code))) {
      return store.put(content).digest();
    } catch (S3Exception e) {
      throw new BuildFailure(
          "%s could not be read (%d): %s"
              .formatted(where, e.statusCode(), e.awsErrorDetails().errorMessage()),
          e);
    } catch (SdkException e) {
      throw new BuildFailure(where + " could not be read: " + e.getMessage(), e);
    } catch (Fault.Invalid e) {
      throw new BuildFailure(where + ": " + e.getMessage(), e);
    }
  }

  private static GetObjectRequest request(Source.Code code) {
    return GetObjectRequest.builder()
        .bucket(code.bucket())
        .key(code.key())
        .versionId(code.versionId())
        .build();
  }

  /** Made when first wanted: the SDK takes a moment to load, and most platforms never need it. */
  private synchronized S3Client client() {
    S3Client client = s3;
    if (client == null) {
      S3ClientBuilder builder =
          S3Client.builder().region(Region.of(region)).httpClient(UrlConnectionHttpClient.create());
      if (s3Endpoint != null) {
        builder.endpointOverride(s3Endpoint).forcePathStyle(true);
      }
      client = builder.build();
      s3 = client;
    }
    return client;
  }

  @Override
  public synchronized void close() {
    if (s3 != null) {
      s3.close();
      s3 = null;
    }
  }
}
