package dev.cadre.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScopedRoutesTest {
  private final Router router = new Router(AwsModels.load());

  private FakeExchange call(String path, String... scopes) throws Exception {
    FakeExchange exchange =
        new FakeExchange().by(new Principal("ci", Principal.Kind.ACCESS_KEY, Set.of(scopes)));
    ((Router.Match.Found) router.match("GET", path)).handler().handle(exchange);
    return exchange;
  }

  @Test
  void a_caller_without_the_scope_is_denied_by_name() {
    router.requiring("agents").add("GET", "/a", exchange -> exchange.json(200, "in"));
    assertThatThrownBy(() -> call("/a", "keys"))
        .isInstanceOf(Fault.Denied.class)
        .hasMessageContaining("ci")
        .hasMessageContaining("'agents'");
  }

  @Test
  void the_scope_or_every_scope_lets_in() throws Exception {
    router.requiring("agents").add("GET", "/a", exchange -> exchange.json(200, "in"));
    assertThat(call("/a", "agents").status()).isEqualTo(200);
    assertThat(call("/a", "*").status()).isEqualTo(200);
  }

  @Test
  void a_view_of_a_view_requires_both() throws Exception {
    router
        .requiring("agents")
        .requiring("operate")
        .add("GET", "/a", exchange -> exchange.json(200, "in"));
    assertThatThrownBy(() -> call("/a", "operate")).isInstanceOf(Fault.Denied.class);
    assertThatThrownBy(() -> call("/a", "agents")).isInstanceOf(Fault.Denied.class);
    assertThat(call("/a", "agents", "operate").status()).isEqualTo(200);
  }

  @Test
  void a_scope_leaves_a_routes_own_errors_as_they_are() {
    Handler teapot =
        new Handler() {
          @Override
          public void handle(Exchange exchange) {}

          @Override
          public ErrorAnswer refusal(Fault fault) {
            return new ErrorAnswer(418, null, dev.cadre.json.Json.object());
          }
        };
    router.requiring("agents").add("GET", "/a", teapot);
    Handler bound = ((Router.Match.Found) router.match("GET", "/a")).handler();
    assertThat(bound.refusal(new Fault.Denied("no")).status()).isEqualTo(418);
  }

  @Test
  void an_operation_is_scoped_too() {
    router
        .requiring("agents")
        .aws("bedrock-agentcore-control", "ListAgentRuntimes", (_, _) -> null);
    Handler list = ((Router.Match.Found) router.match("POST", "/runtimes/")).handler();
    FakeExchange outsider =
        new FakeExchange().by(new Principal("ci", Principal.Kind.ACCESS_KEY, Set.of()));
    assertThatThrownBy(() -> list.handle(outsider)).isInstanceOf(Fault.Denied.class);
  }
}
