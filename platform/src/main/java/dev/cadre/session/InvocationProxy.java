package dev.cadre.session;

import dev.cadre.agent.Deployment;
import dev.cadre.http.Exchange;
import dev.cadre.id.SessionId;
import dev.cadre.json.Json;
import java.io.IOException;
import java.io.InputStream;
import tools.jackson.databind.JsonNode;

/** Hands requests to agents as invocations of their sessions. */
final class InvocationProxy implements AgentProxy {
  private static final int MAX_CARD = 1024 * 1024;

  private final Invocations invocations;

  InvocationProxy(Invocations invocations) {
    this.invocations = invocations;
  }

  @Override
  public void forward(Exchange exchange, Deployment deployment, SessionId session, String path)
      throws IOException, InterruptedException {
    long length = exchange.header("content-length").map(Long::parseLong).orElse(-1L);
    boolean body = exchange.head().method().equals("POST");
    invocations.forward(
        exchange,
        new Invocations.Call(
            deployment,
            session,
            exchange.header(AgentHeaders.USER).orElse(null),
            exchange.head().method(),
            path,
            body ? exchange.body() : InputStream.nullInputStream(),
            body ? length : 0));
  }

  @Override
  public JsonNode card(Exchange exchange, Deployment deployment, SessionId session)
      throws IOException, InterruptedException {
    Invocations.Call call =
        new Invocations.Call(
            deployment,
            session,
            null,
            "GET",
            "/.well-known/agent-card.json",
            InputStream.nullInputStream(),
            0);
    try (InFlight flight = invocations.begin(exchange, call)) {
      JsonNode card = Json.parse(flight.answer().body().readNBytes(MAX_CARD));
      flight.succeeded();
      return card;
    }
  }
}
