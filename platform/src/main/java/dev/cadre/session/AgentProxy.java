package dev.cadre.session;

import dev.cadre.agent.Deployment;
import dev.cadre.http.Exchange;
import dev.cadre.id.SessionId;
import java.io.IOException;
import tools.jackson.databind.JsonNode;

/** Requests of other protocols, handed to agents that speak these themselves. Thread-safe. */
public interface AgentProxy {

  /**
   * Answers the exchange with the agent's answer.
   *
   * @param path on the agent's server, with its query
   */
  void forward(Exchange exchange, Deployment deployment, SessionId session, String path)
      throws IOException, InterruptedException;

  /** The card of an agent that serves A2A, as the agent has it. */
  JsonNode card(Exchange exchange, Deployment deployment, SessionId session)
      throws IOException, InterruptedException;
}
