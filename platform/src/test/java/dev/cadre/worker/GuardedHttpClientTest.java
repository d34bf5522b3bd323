package dev.cadre.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.cadre.fault.Fault;
import dev.cadre.worker.NetworkPolicy.Reach;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GuardedHttpClientTest {
  private final AtomicInteger calls = new AtomicInteger();
  private final HttpClient inner = HttpClient.newHttpClient();
  private HttpServer server;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          calls.incrementAndGet();
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
    inner.shutdownNow();
  }

  private URI local() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/");
  }

  private static HttpResponse<Void> get(HttpClient client, URI uri) throws Exception {
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding());
  }

  private HttpClient guarded(boolean loopback, List<String> allow, List<String> deny) {
    return new GuardedHttpClient(inner, new NetworkPolicy(Reach.PUBLIC, allow, deny), loopback);
  }

  @Test
  void this_machine_is_called_where_that_is_open() throws Exception {
    assertThat(get(guarded(true, List.of(), List.of()), local()).statusCode()).isEqualTo(204);
  }

  @Test
  void this_machine_is_not_called_unless_a_rule_names_it() throws Exception {
    assertThatThrownBy(() -> get(guarded(false, List.of(), List.of()), local()))
        .isInstanceOf(Fault.Denied.class)
        .hasMessageContaining("localhost:" + server.getAddress().getPort())
        .hasMessageContaining("network.allow");
    assertThat(calls).hasValue(0);

    HttpClient named = guarded(false, List.of("localhost"), List.of());
    assertThat(get(named, local()).statusCode()).isEqualTo(204);
  }

  @Test
  void what_is_denied_is_not_called_though_it_is_allowed() {
    HttpClient client = guarded(true, List.of("localhost"), List.of("127.0.0.0/8", "::1"));
    assertThatThrownBy(() -> get(client, local())).isInstanceOf(Fault.Denied.class);
    assertThat(calls).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/",
        "http://[::ffff:169.254.169.254]/",
        "http://0.0.0.0/"
      })
  void metadata_services_are_never_called(String uri) {
    HttpClient client =
        new GuardedHttpClient(
            inner, new NetworkPolicy(Reach.PRIVATE, List.of("0.0.0.0/0", "::/0"), List.of()), true);
    assertThatThrownBy(() -> get(client, URI.create(uri))).isInstanceOf(Fault.Denied.class);
  }

  @Test
  void a_call_made_asynchronously_is_checked_too() {
    HttpClient client = guarded(false, List.of(), List.of());
    HttpRequest request = HttpRequest.newBuilder(local()).build();
    assertThatThrownBy(() -> client.sendAsync(request, HttpResponse.BodyHandlers.discarding()))
        .isInstanceOf(Fault.Denied.class);
    assertThat(calls).hasValue(0);
  }
}
