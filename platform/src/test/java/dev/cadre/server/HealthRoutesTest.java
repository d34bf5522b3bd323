package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.http.FakeExchange;
import dev.cadre.http.Handler;
import dev.cadre.http.Operation;
import dev.cadre.http.Routes;
import dev.cadre.telemetry.Metrics;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthRoutesTest {
  private final Map<String, Handler> bound = new HashMap<>();

  private FakeExchange ask(String path, Map<String, HealthRoutes.Check> parts) throws Exception {
    new HealthRoutes(parts, new Metrics()).bind(new Capture());
    FakeExchange exchange = new FakeExchange();
    bound.get(path).handle(exchange);
    return exchange;
  }

  private final class Capture implements Routes {
    @Override
    public Routes add(String method, String pattern, Handler handler) {
      bound.put(pattern, handler);
      return this;
    }

    @Override
    public Routes aws(String service, String operation, Operation handler) {
      throw new UnsupportedOperationException("health is no operation of AWS");
    }

    @Override
    public Routes requiring(String scope) {
      return this;
    }
  }

  @Test
  void ready_parts_make_a_ready_platform() throws Exception {
    FakeExchange answer = ask("/health", Map.of("database", () -> null));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.answer().path("status").asString()).isEqualTo("ready");
  }

  @Test
  void one_part_that_is_not_ready_is_named_with_its_reason() throws Exception {
    FakeExchange answer =
        ask("/health/ready", Map.of("database", () -> "it does not answer", "rest", () -> null));
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.answer().at("/parts/database").asString()).isEqualTo("it does not answer");
    assertThat(answer.answer().at("/parts/rest").asString()).isEqualTo("ready");
  }

  @Test
  void a_platform_that_is_not_ready_is_still_alive() throws Exception {
    Map<String, HealthRoutes.Check> broken = Map.of("database", () -> "it does not answer");
    assertThat(ask("/health/live", broken).status()).isEqualTo(200);
    assertThat(ask("/health", broken).answer().path("live").asBoolean()).isTrue();
  }
}
