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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
