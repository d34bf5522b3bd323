package dev.cadre.session;

import dev.cadre.harness.TurnInput;
import dev.cadre.id.SessionId;
import dev.cadre.model.Caller;
import org.jspecify.annotations.Nullable;

/**
 * One call of an agent from inside the platform.
 *
 * @param agent its name or id
 * @param qualifier an endpoint's name or a version; null for {@code DEFAULT}
 * @param session in which the agent is called; it is made where there is none
 * @param by who calls; its person is whom the agent works for
 * @param key the same when the call is repeated after a crash; a declared agent's turn that it
 *     began is met then. Null for a call that nobody repeats
 */
public record AgentCall(
    String agent,
    @Nullable String qualifier,
    SessionId session,
    TurnInput input,
    Caller by,
    @Nullable String key) {

  /** A call that nobody repeats. */
  public AgentCall(
      String agent, @Nullable String qualifier, SessionId session, TurnInput input, Caller by) {
    this(agent, qualifier, session, input, by, null);
  }
}
