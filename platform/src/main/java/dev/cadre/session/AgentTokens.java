package dev.cadre.session;

import dev.cadre.http.Principal;
import dev.cadre.id.AgentRuntimeId;
import org.jspecify.annotations.Nullable;

/** Makes the workload access tokens with which agents fetch credentials. */
@FunctionalInterface
public interface AgentTokens {

  /**
   * @param user on whose behalf the agent works; null when nobody was named
   */
  String of(AgentRuntimeId agent, @Nullable String user);

  /** A token for a caller's invocation: the user it names, or else the one that its JWT does. */
  default String of(AgentRuntimeId agent, @Nullable String user, Principal caller) {
    boolean person = user == null && caller.kind() == Principal.Kind.JWT;
    return of(agent, person ? caller.name() : user);
  }
}
