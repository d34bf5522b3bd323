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

  /** Whose the tasks are. */
  String owner() {
    return principal.name();
  }
}
