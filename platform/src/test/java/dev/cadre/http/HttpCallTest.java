package dev.cadre.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;

final class HttpCallTest {
  private final AtomicBoolean closed = new AtomicBoolean();

  @Test
  void an_answer_that_comes_with_the_interrupt_is_closed() {
    // Complete, and yet the wait for it is interrupted: the moment that a test cannot time.
    var answer =
        new CompletableFuture<HttpResponse<InputStream>>() {
          @Override
          public HttpResponse<InputStream> get() throws InterruptedException {
            throw new InterruptedException();
          }
        };
    answer.complete(new Answer(body()));

    assertThatThrownBy(() -> HttpCall.await(answer)).isInstanceOf(InterruptedException.class);
    assertThat(closed).isTrue();
  }

  @Test
  void what_the_client_fails_with_is_thrown_as_it_is() {
    var answer = new CompletableFuture<HttpResponse<InputStream>>();
    IOException failure = new IOException("refused");
    answer.completeExceptionally(failure);

    assertThatThrownBy(() -> HttpCall.await(answer)).isSameAs(failure);
  }

  @Test
  void a_whole_answer_is_no_longer_and_takes_no_longer_than_allowed() throws Exception {
    try (ServerStandIn server = new ServerStandIn();
        HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(server.address()).build();
      Duration patience = Duration.ofSeconds(20);
      server.then(200, "text/plain", "12345");
      assertThat(HttpCall.whole(client, request, 5, patience).body()).hasSize(5);
      server.then(200, "text/plain", "123456");
      assertThatThrownBy(() -> HttpCall.whole(client, request, 5, patience))
          .isInstanceOf(IOException.class);
      server.then(hanging());
      assertThatThrownBy(() -> HttpCall.whole(client, request, 500, Duration.ofMillis(100)))
          .isInstanceOf(HttpTimeoutException.class);
    }
  }

  @Test
  void who_waits_for_a_whole_answer_can_be_interrupted() throws Exception {
    try (ServerStandIn server = new ServerStandIn();
        HttpClient client = HttpClient.newHttpClient()) {
      server.then(hanging());
      FutureTask<HttpResponse<byte[]>> call =
          new FutureTask<>(
              () ->
                  HttpCall.whole(
                      client,
                      HttpRequest.newBuilder(server.address()).build(),
                      500,
                      Duration.ofMinutes(5)));
      Thread caller = Thread.ofPlatform().start(call);
      assertThat(server.asked().method()).isEqualTo("GET");
      caller.interrupt();
      assertThatThrownBy(call::get).hasCauseInstanceOf(InterruptedException.class);
    }
  }

  private static ServerStandIn.Answer hanging() {
    return new ServerStandIn.Answer(200, Map.of(), "half of it", true);
  }

  private InputStream body() {
    return new ByteArrayInputStream(new byte[0]) {
      @Override
      public void close() {
        closed.set(true);
      }
    };
  }

  /** An answer of which only the body matters. */
  private record Answer(InputStream body) implements HttpResponse<InputStream> {
    @Override
    public int statusCode() {
      return 200;
    }

    @Override
    public HttpRequest request() {
      return HttpRequest.newBuilder(uri()).build();
    }

    @Override
    public Optional<HttpResponse<InputStream>> previousResponse() {
      return Optional.empty();
    }

    @Override
    public HttpHeaders headers() {
      return HttpHeaders.of(Map.of(), (_, _) -> true);
    }

    @Override
    public Optional<SSLSession> sslSession() {
      return Optional.empty();
    }

    @Override
    public URI uri() {
      return URI.create("http://127.0.0.1/");
    }

    @Override
    public HttpClient.Version version() {
      return HttpClient.Version.HTTP_1_1;
    }
  }
}
