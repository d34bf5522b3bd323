package dev.cadre.toolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.cadre.fault.Fault;
import dev.cadre.mcp.McpTools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class FleetTest {
  private static final URI HERE = URI.create("http://127.0.0.1:1/mcp/x");

  private final AtomicInteger asked = new AtomicInteger();
  private final HttpClient client = HttpClient.newHttpClient();
  private volatile Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private volatile int health = 200;
  private HttpServer elsewhere;

  @BeforeEach
  void start() throws IOException {
    elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    elsewhere.createContext(
        "/health",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(health, -1);
          exchange.close();
        });
    elsewhere.start();
  }

  @AfterEach
  void stop() {
    elsewhere.stop(0);
    client.close();
  }

  private URI url(String path) {
    return URI.create("http://127.0.0.1:" + elsewhere.getAddress().getPort() + path);
  }

  private Fleet fleet(Map<String, Fleet.Member> members) {
    InstantSource clock = () -> now;
    return new Fleet(members, FleetTest::unreachable, client, clock);
  }

  private static McpTools unreachable(URI url) {
    throw new Fault.Unavailable("the MCP server at " + url + " does not answer");
  }

  private static Fleet.Member here(Serving.Probe probe) {
    return new Fleet.Member.Here(HERE, new Serving("about", List.of(), probe, () -> {}));
  }

  @Test
  void each_server_is_asked_how_it_is_and_one_that_hangs_holds_nobody_up() throws Exception {
    Fleet fleet =
        fleet(
            Map.of(
                "a",
                here(() -> null),
                "b",
                here(() -> "the disk is full"),
                "c",
                here(FleetTest::hang),
                "d",
                new Fleet.Member.Elsewhere(url("/mcp"), url("/health")),
                "e",
                new Fleet.Member.Elsewhere(url("/mcp"), null),
                "f",
                new Fleet.Member.Elsewhere(HERE, HERE)));

    List<Fleet.Status> statuses = fleet.statuses();

    assertThat(statuses)
        .extracting(Fleet.Status::name)
        .containsExactly("a", "b", "c", "d", "e", "f");
    assertThat(statuses.get(0).trouble()).isNull();
    assertThat(statuses.get(1).trouble()).isEqualTo("the disk is full");
    assertThat(statuses.get(2).trouble()).contains("did not answer within");
    assertThat(statuses.get(3).trouble()).isNull();
    assertThat(statuses.get(4).trouble()).contains("does not answer");
    assertThat(statuses.get(5).trouble()).contains("cannot be reached");
  }

  private static String hang() throws InterruptedException {
    new CountDownLatch(1).await();
    return "never";
  }

  @Test
  void an_answer_is_kept_for_a_moment() throws Exception {
    Fleet fleet = fleet(Map.of("d", new Fleet.Member.Elsewhere(url("/mcp"), url("/health"))));
    fleet.statuses();
    health = 503;
    now = now.plus(Duration.ofSeconds(10));
    assertThat(fleet.statuses().getFirst().trouble()).isNull();
    now = now.plus(Duration.ofSeconds(10));

    assertThat(fleet.statuses().getFirst().trouble()).contains("answered 503");
    assertThat(asked).hasValue(2);
  }

  @Test
  void a_name_that_nobody_has_is_answered_with_the_nearest() {
    assertThatThrownBy(() -> fleet(Map.of("shop", here(() -> null))).tools("shap"))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("did you mean 'shop'?");
    assertThatThrownBy(() -> fleet(Map.of()).tools("shop"))
        .hasMessageContaining("names none under servers or registry");
  }
}
