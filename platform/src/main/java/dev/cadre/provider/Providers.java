package dev.cadre.provider;

import dev.cadre.model.Catalogue;
import dev.cadre.model.Model;
import dev.cadre.model.ProviderConfig;
import dev.cadre.model.ProviderConfig.Credentials;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.token.credentials.StaticTokenProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.auth.scheme.BearerAuthScheme;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClientBuilder;

/**
 * The operator's providers, connected when they are first called. No provider's own retries are on:
 * whoever calls decides what is worth another try. Thread-safe.
 */
public final class Providers implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofMinutes(15);

  private final Deque<Runnable> opened = new ArrayDeque<>();
  private final Map<String, Model> models = new LinkedHashMap<>();

  private Providers() {}

  public static Providers open(List<ProviderConfig> configs) {
    Providers providers = new Providers();
    configs.forEach(config -> providers.models.put(config.name(), providers.model(config)));
    return providers;
  }

  /** The models by their provider's name. */
  public Map<String, Model> models() {
    return Map.copyOf(models);
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      opened.pop().run();
    }
  }

  private Model model(ProviderConfig config) {
    return switch (config.kind()) {
      case BEDROCK -> new BedrockModel(bedrock(config), config, Catalogue.load()::cachesPrompts);
      case ANTHROPIC -> new HttpModel(http(), config, new AnthropicWire(config));
      case OPENAI -> new HttpModel(http(), config, new OpenAiWire(config));
      case OLLAMA -> new HttpModel(http(), config, new OllamaWire(config));
      case OFFLINE -> throw new IllegalArgumentException("the offline model is no provider");
    };
  }

  private HttpClient http() {
    HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();
    opened.push(client::shutdownNow);
    return client;
  }

  private BedrockRuntimeAsyncClient bedrock(ProviderConfig config) {
    // Our own, for the client's would keep whoever closes it waiting for 2 s.
    EventLoopGroup loop = new NioEventLoopGroup(1);
    opened.push(
        () -> {
          var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        });
    BedrockRuntimeAsyncClientBuilder builder =
        BedrockRuntimeAsyncClient.builder()
            .region(Region.of(config.region()))
            // One call is one connection; the client's HTTP/2 is for speech in both directions.
            .httpClientBuilder(
                NettyNioAsyncHttpClient.builder()
                    .protocol(Protocol.HTTP1_1)
                    .eventLoopGroup(SdkEventLoopGroup.create(loop))
                    .maxConcurrency(config.concurrent())
                    .connectionTimeout(CONNECT)
                    .readTimeout(ANSWER))
            .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()));
    if (config.baseUrl() != null) {
      builder.endpointOverride(config.baseUrl());
    }
    switch (config.credentials()) {
      case Credentials.Ambient _ -> {}
      case Credentials.ApiKey(var key) -> {
        builder.tokenProvider(StaticTokenProvider.create(key::value));
        builder.putAuthScheme(BearerAuthScheme.create());
        builder.authSchemeProvider(
            _ ->
                List.of(
                    software.amazon.awssdk.http.auth.spi.scheme.AuthSchemeOption.builder()
                        .schemeId(BearerAuthScheme.SCHEME_ID)
                        .build()));
      }
      case Credentials.AwsKey(var id, var secret, var token) ->
          builder.credentialsProvider(
              StaticCredentialsProvider.create(
                  token == null
                      ? AwsBasicCredentials.create(id.value(), secret.value())
                      : AwsSessionCredentials.create(id.value(), secret.value(), token.value())));
    }
    BedrockRuntimeAsyncClient client = builder.build();
    opened.push(client::close);
    return client;
  }
}
