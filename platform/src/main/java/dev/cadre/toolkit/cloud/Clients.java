package dev.cadre.toolkit.cloud;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The SDK's clients of the three services. Thread-safe. */
final class Clients implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final SdkHttpClient http =
      UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(LIMIT).build();
  private final AwsCredentialsProvider credentials;
  private final S3Client s3;
  private final GlueClient glue;
  private final BedrockRuntimeClient bedrock;

  Clients(CloudConfig config) {
    credentials = credentials(config);
    URI models = config.bedrockEndpoint() == null ? config.endpoint() : config.bedrockEndpoint();
    s3 =
        configured(
                S3Client.builder().httpClient(http).forcePathStyle(config.endpoint() != null),
                config,
                credentials,
                config.endpoint(),
                true)
            .build();
    // A job that is started again because no answer came may run twice.
    glue =
        configured(
                GlueClient.builder().httpClient(http),
                config,
                credentials,
                config.endpoint(),
                false)
            .build();
    bedrock =
        configured(
                BedrockRuntimeClient.builder().httpClient(http), config, credentials, models, true)
            .build();
  }

  private static AwsCredentialsProvider credentials(CloudConfig config) {
    return config.accessKeyId().isEmpty()
        ? DefaultCredentialsProvider.builder().build()
        : StaticCredentialsProvider.create(
            AwsBasicCredentials.create(config.accessKeyId(), config.secretAccessKey().value()));
  }

  private static <B extends AwsClientBuilder<B, ?>> B configured(
      B builder,
      CloudConfig config,
      AwsCredentialsProvider credentials,
      @Nullable URI endpoint,
      boolean retry) {
    ClientOverrideConfiguration.Builder override =
        ClientOverrideConfiguration.builder().apiCallTimeout(LIMIT);
    if (!retry) {
      override.retryStrategy(AwsRetryStrategy.doNotRetry());
    }
    builder
        .region(Region.of(config.region()))
        .credentialsProvider(credentials)
        .overrideConfiguration(override.build());
    return endpoint == null ? builder : builder.endpointOverride(endpoint);
  }

  AwsCredentialsProvider credentials() {
    return credentials;
  }

  S3Client s3() {
    return s3;
  }

  GlueClient glue() {
    return glue;
  }

  BedrockRuntimeClient bedrock() {
    return bedrock;
  }

  @Override
  public void close() {
    s3.close();
    glue.close();
    bedrock.close();
    http.close();
  }
}
