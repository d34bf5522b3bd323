package dev.cadre.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.cadre.id.SessionId;
import dev.cadre.store.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SessionKeeperTest {
  private final TestDatabase database = TestDatabase.fresh();
  private final SessionsBench bench = new SessionsBench(database.database(), Samples.config());
  private final AgentClient agents = new AgentClient(bench.clock, new ManualTimer());
  private final SessionKeeper keeper =
      new SessionKeeper(
          bench.sessions, bench.store, bench.pool, agents, bench.clock, new ManualTimer());
  private final SessionId id = Samples.id();
  private HttpServer agent;
  private volatile String ping = "{\"status\": \"Healthy\"}";

  @BeforeEach
  void serve() throws IOException, InterruptedException {
    agent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    agent.createContext(
        "/ping",
        exchange -> {
          byte[] body = ping.getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    agent.start();
    Lease lease = bench.enter(id);
    bench.workers.started.getFirst().origin =
        URI.create("http://127.0.0.1:" + agent.getAddress().getPort());
    lease.close();
  }

  @AfterEach
  void close() {
    keeper.close();
    agents.close();
    agent.stop(0);
    database.close();
  }

  @Test
  void an_idle_session_ends_after_its_timeout() {
    pass(Samples.IDLE.minusSeconds(30));
    assertThat(bench.record(id).endedAt()).isNull();
    pass(Duration.ofSeconds(30));
    TestWait.until(() -> bench.record(id).endReason() == EndReason.IDLE_TIMEOUT);
    assertThat(bench.workers.started.getFirst().alive()).isFalse();
  }

  @Test
  void an_agent_that_says_it_is_busy_lives_whatever_else_it_says() {
    ping =
        "{\"status\": \"HealthyBusy\", \"time_of_last_update\": 1, \"status_text\": \"Healthy\"}";
    pass(Samples.IDLE.multipliedBy(3));
    assertThat(bench.workers.started.getFirst().alive()).isTrue();
    assertThat(bench.record(id).state()).isEqualTo(SessionState.BUSY);
    ping = "{\"status\": \"Healthy\"}";
    pass(Samples.IDLE.minusSeconds(30));
    assertThat(bench.workers.started.getFirst().alive()).isTrue();
    pass(Duration.ofSeconds(90));
    TestWait.until(() -> bench.record(id).endReason() == EndReason.IDLE_TIMEOUT);
  }

  @Test
  void an_agent_that_answers_nonsense_is_not_busy() {
    ping = "[\"HealthyBusy\"";
    pass(Samples.IDLE);
    TestWait.until(() -> bench.record(id).endReason() == EndReason.IDLE_TIMEOUT);
  }

  @Test
  void what_changed_is_written_down() {
    assertThat(bench.record(id).state()).isEqualTo(SessionState.READY);
    keeper.tick();
    assertThat(bench.record(id).state()).isEqualTo(SessionState.IDLE);
    assertThat(bench.record(id).requests()).isEqualTo(1);
  }

  /** Lets time pass in steps as long as the longest pause between two questions. */
  private void pass(Duration time) {
    Duration step = Duration.ofSeconds(30);
    for (Duration done = Duration.ZERO; done.compareTo(time) < 0; done = done.plus(step)) {
      bench.clock.forward(step);
      keeper.tick();
    }
  }
}
