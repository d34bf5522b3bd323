package dev.cadre.a2a;

import dev.cadre.agent.Deployment;
import dev.cadre.http.Principal;
import io.opentelemetry.context.Context;

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
        : principal.name() + OF + behalf.agent() + OF + behalf.session();
  }

  /** The principal's name in what {@link #owner} gave. */
  static String tenant(String owner) {
    int end = owner.indexOf(OF);
    return end < 0 ? owner : owner.substring(0, end);
  }
}
