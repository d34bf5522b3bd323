package dev.cadre.a2a;

import dev.cadre.agent.Deployment;
import dev.cadre.agent.Protocol;
import dev.cadre.http.Exchange;
import dev.cadre.http.Routes;
import dev.cadre.id.SessionId;
import dev.cadre.json.Json;
import dev.cadre.session.AgentProxy;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Where agents' cards are found: at their well-known place, and by GetAgentCard of the AWS API. */
final class CardRoutes {
  private static final String SESSION = "X-Amzn-Bedrock-AgentCore-Runtime-Session-Id";
  private static final int HASH = 16;

  private final Directory agents;
  private final Binding binding;
  private final AgentCards cards;
  private final AgentProxy proxy;

  CardRoutes(Directory agents, Binding binding, AgentCards cards, AgentProxy proxy) {
    this.agents = agents;
    this.binding = binding;
    this.cards = cards;
    this.proxy = proxy;
  }

  void bind(Routes routes) {
    routes
        .add("GET", "/a2a/{agent}/.well-known/agent-card.json", this::card)
        // Where clients before 0.3 look.
        .add("GET", "/a2a/{agent}/.well-known/agent.json", this::card)
        .aws("bedrock-agentcore", "GetAgentCard", this::ofRuntime);
  }

  private void card(Exchange exchange) throws Exception {
    Deployment agent = binding.agent(exchange);
    String base = binding.base(exchange);
    String stated = Version.stated(exchange);
    ObjectNode card;
    if (agent.protocol() == Protocol.A2A) {
      card = AgentCards.rewritten(own(exchange, agent, Binding.session(exchange, agent)), base);
    } else {
      // A client that does not say yet what it speaks learns it from the card.
      card =
          stated.isEmpty() ? cards.open(agent, base) : cards.open(agent, base, Version.of(stated));
    }
    respond(exchange, card);
  }

  private ObjectNode own(Exchange exchange, Deployment agent, SessionId session) throws Exception {
    if (proxy.card(exchange, agent, session) instanceof ObjectNode card) {
      return card;
    }
    throw new A2aException(A2aError.INVALID_AGENT_RESPONSE, "the agent's card is no object");
  }

  private static void respond(Exchange exchange, ObjectNode card) throws IOException {
    byte[] body = Json.bytes(card);
    String tag = "\"" + hash(body) + "\"";
    exchange
        .responseHeader("ETag", tag)
        .responseHeader("Cache-Control", "public, max-age=60")
        .responseHeader("Vary", Version.HEADER);
    if (exchange.header("if-none-match").filter(tag::equals).isPresent()) {
      exchange.respond(304, "application/json", new byte[0]);
    } else {
      exchange.respond(200, "application/json", body);
    }
  }

  private static String hash(byte[] body) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
      return HexFormat.of().formatHex(hash, 0, HASH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private @Nullable JsonNode ofRuntime(Exchange exchange, ObjectNode input) throws Exception {
    Deployment agent =
        agents.find(
            exchange.pathVariable("agentRuntimeArn"), exchange.query("qualifier").orElse(null));
    SessionId session = Binding.session(exchange, agent);
    exchange.responseHeader(SESSION, session.value());
    return agent.protocol() == Protocol.A2A
        ? own(exchange, agent, session)
        : cards.open(agent, binding.base(exchange, agent.name()));
  }
}
