package dev.cadre.provider;

import dev.cadre.fault.Fault;
import dev.cadre.http.HttpCall;
import dev.cadre.json.Json;
import dev.cadre.model.ModelException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * LangChain4j's HTTP, on the calling thread. Its own client calls back from another thread, hides
 * the headers of a refusal, takes a stream that was cut for a whole one and passes over errors in
 * mid-stream (docs/decisions/0010). This one reads the stream where the call was made, so that the
 * sink is called there and an interruption ends the read, and lets the {@link Dialect} see every
 * event first. Of one call; not thread-safe.
 */
final class WireClient implements HttpClient {
  private static final int MAX_REFUSAL = 64 * 1024;

  /** A quiet reply longer than this is dead: the platform's own limits end it before. */
  private static final Duration ANSWER = Duration.ofMinutes(15);

  private final java.net.http.HttpClient http;
  private final Dialect dialect;
  private final Failures failures;
  private @Nullable RuntimeException failure;
  private boolean interrupted;

  WireClient(java.net.http.HttpClient http, Dialect dialect, Failures failures) {
    this.http = http;
    this.dialect = dialect;
    this.failures = failures;
  }

  /** For a model's builder, which wants to build its client itself. */
  HttpClientBuilder builder() {
    return new Prebuilt(this);
  }

  /** Ends the call with {@code e}; the first to be told of is the one that counts. */
  void fail(RuntimeException e) {
    if (failure == null) {
      failure = e;
    }
  }

  /** Throws what ended the call, if it did not end well. */
  void verify() throws InterruptedException {
    if (interrupted) {
      Thread.interrupted();
      throw new InterruptedException("the call of '" + failures.provider() + "' was cancelled");
    }
    if (failure != null) {
      throw failure;
    }
    if (!dialect.ended()) {
      throw failures.endedEarly();
    }
  }

  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    URI address = URI.create(request.url());
    try {
      HttpResponse<InputStream> response = HttpCall.send(http, asSent(request));
      try (InputStream body = response.body()) {
        if (response.statusCode() / 100 == 2) {
          listener.onOpen(opened(response));
          parser.parse(body, new Watched(listener, address));
          listener.onClose();
        } else {
          fail(refusal(response, body));
        }
      }
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (IOException e) {
      broken(address, e);
    }
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    throw new UnsupportedOperationException("every reply is streamed");
  }

  private java.net.http.HttpRequest asSent(HttpRequest request) {
    ObjectNode body = (ObjectNode) Json.parse(request.body());
    dialect.complete(body);
    java.net.http.HttpRequest.Builder sent =
        java.net.http.HttpRequest.newBuilder(URI.create(request.url()))
            .timeout(ANSWER)
            .POST(BodyPublishers.ofByteArray(Json.bytes(body)));
    request.headers().forEach((name, values) -> values.forEach(value -> sent.header(name, value)));
    return sent.build();
  }

  private static SuccessfulHttpResponse opened(HttpResponse<?> response) {
    return SuccessfulHttpResponse.builder()
        .statusCode(response.statusCode())
        .headers(response.headers().map())
        .build();
  }

  private ModelException refusal(HttpResponse<?> response, InputStream body) throws IOException {
    String text = new String(body.readNBytes(MAX_REFUSAL), StandardCharsets.UTF_8);
    Failures.Told told = dialect.refusal(response.statusCode(), parsed(text));
    Duration after = retryAfter(response.headers().map());
    return failures.of(
        told == null
            ? new Failures.Told(response.statusCode(), "", text, after)
            : new Failures.Told(response.statusCode(), told.code(), told.message(), after));
  }

  /**
   * The seconds of {@code Retry-After} or until its date, or OpenAI's milliseconds. A date counts
   * from the answer's own, so that no two clocks are compared.
   */
  static @Nullable Duration retryAfter(Map<String, List<String>> headers) {
    String millis = Dialect.header(headers, "retry-after-ms");
    if (millis != null && millis.matches("[0-9]{1,9}")) {
      return Duration.ofMillis(Long.parseLong(millis));
    }
    String seconds = Dialect.header(headers, "retry-after");
    if (seconds != null && seconds.matches("[0-9]{1,6}")) {
      return Duration.ofSeconds(Long.parseLong(seconds));
    }
    Instant until = date(seconds);
    Instant now = date(Dialect.header(headers, "date"));
    if (until == null || now == null) {
      return null;
    }
    Duration left = Duration.between(now, until);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private static @Nullable Instant date(@Nullable String text) {
    try {
      return text == null ? null : DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
    } catch (DateTimeException noDate) {
      return null;
    }
  }

  private void broken(URI address, Throwable cause) {
    if (Thread.currentThread().isInterrupted()) {
      interrupted = true;
    } else if (!dialect.ended()) {
      fail(failures.broken(address, cause));
    }
  }

  private static JsonNode parsed(@Nullable String text) {
    if (text == null || !text.stripLeading().startsWith("{")) {
      return MissingNode.getInstance();
    }
    try {
      return Json.parse(text);
    } catch (Fault.Invalid notJson) {
      return MissingNode.getInstance();
    }
  }

  /** Between the parser of the stream and LangChain4j's reading of its events. */
  private final class Watched implements ServerSentEventListener {
    private final ServerSentEventListener behind;
    private final URI address;

    Watched(ServerSentEventListener behind, URI address) {
      this.behind = behind;
      this.address = address;
    }

    @Override
    public void onEvent(ServerSentEvent event, ServerSentEventContext context) {
      JsonNode data = parsed(event.data());
      Failures.Told told = dialect.refusal(0, data);
      if (told == null) {
        dialect.see(data);
        behind.onEvent(event, context);
      } else {
        fail(failures.of(told));
      }
      if (failure != null) {
        context.parsingHandle().cancel();
      }
    }

    @Override
    public void onError(Throwable error) {
      if (failure == null) {
        broken(address, error);
      }
    }
  }

  /** A builder whose client is made already. */
  private record Prebuilt(HttpClient client) implements HttpClientBuilder {
    @Override
    public Duration connectTimeout() {
      return ANSWER;
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
      return this;
    }

    @Override
    public Duration readTimeout() {
      return ANSWER;
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
      return this;
    }

    @Override
    public HttpClient build() {
      return client;
    }
  }
}
