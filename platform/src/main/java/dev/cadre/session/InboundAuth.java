package dev.cadre.session;

import dev.cadre.agent.Deployment;
import dev.cadre.http.Exchange;

/** An agent's own rule for who may call it, beside the platform's. */
interface InboundAuth {

  /** Throws {@link dev.cadre.fault.Fault.Denied} when the agent does not admit this caller. */
  void check(Exchange exchange, Deployment deployment);
}
