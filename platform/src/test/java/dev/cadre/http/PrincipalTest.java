package dev.cadre.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.SessionId;
import io.opentelemetry.context.Context;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrincipalTest {
  private static final AgentRuntimeId AGENT = new AgentRuntimeId("agent-0123456789");
  private static final SessionId SESSION = new SessionId("session-of-at-least-33-characters-it-is");

  private static Principal worker(Principal.Origin origin) {
    return new Principal(
        "ada",
        Principal.Kind.SESSION,
        Set.of(),
        new Principal.Session(AGENT, SESSION, Context.root(), origin));
  }

  @Test
  void whoever_calls_first_has_nobody_before_it() {
    assertThat(Principal.ANONYMOUS.origin()).isEqualTo(Principal.Origin.FIRST);
  }

  @Test
  void an_agent_that_calls_stands_between_and_its_session_pays() {
    assertThat(worker(Principal.Origin.FIRST).origin())
        .isEqualTo(new Principal.Origin(1, SESSION.value()));
  }

  @Test
  void one_that_was_called_itself_has_the_first_session_pay() {
    assertThat(worker(new Principal.Origin(2, "first")).origin())
        .isEqualTo(new Principal.Origin(3, "first"));
  }
}
