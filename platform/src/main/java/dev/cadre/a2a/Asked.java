package dev.cadre.a2a;

import dev.cadre.agent.Deployment;
import dev.cadre.http.Principal;
import dev.cadre.id.SessionId;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * Who asks which agent for something.
 *
 * @param version in which the client wants to be answered
 * @param person whom the work is done for
 * @param hops agents between whoever called first and this one
 */
record Asked(
    Deployment agent,
    Version version,
    Principal principal,
    String person,
    int hops,
    Context trace) {

  private static final String OF = "\n";

  /** Whose the tasks are; those of an agent are its session's. */
  String owner() {
    Principal.Behalf behalf = principal.behalf();
    return behalf == null
        ? principal.name()
        : owner(principal.name(), behalf.agent().value(), behalf.session());
  }

  /** Whose the tasks are that an agent has another do. */
  static String owner(String tenant, String agent, String session) {
    return tenant + OF + agent + OF + session;
  }

  /** The one session of the agent that the caller may speak in; null for any. */
  @Nullable SessionId bound() {
    Principal.Behalf behalf = principal.behalf();
    return behalf == null ? null : behalf.called();
  }

  /** Whether the task is one that the caller may see. */
  boolean sees(TaskRecord task) {
    SessionId bound = bound();
    return task.owner().equals(owner())
        && task.agent().equals(agent.id().value())
        && (bound == null || bound.equals(task.session()));
  }

  /** The principal's name in what {@link #owner} gave. */
  static String tenant(String owner) {
    int end = owner.indexOf(OF);
    return end < 0 ? owner : owner.substring(0, end);
  }
}
