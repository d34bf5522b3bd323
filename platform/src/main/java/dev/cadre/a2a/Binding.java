package dev.cadre.a2a;

import dev.cadre.agent.Deployment;
import dev.cadre.agent.Protocol;
import dev.cadre.fault.Fault;
import dev.cadre.http.Exchange;
import dev.cadre.http.Person;
import dev.cadre.http.Principal;
import dev.cadre.id.SessionId;
import dev.cadre.session.AgentProxy;
import java.io.IOException;
import java.util.Locale;

/** What both bindings do with a request before they know what is asked. */
final class Binding {
  private static final String SESSION = "X-Amzn-Bedrock-AgentCore-Runtime-Session-Id";
  static final String HOPS = "X-Cadre-Hops";

  private final Directory agents;
  private final AgentProxy proxy;
  private final A2aConfig config;

  Binding(Directory agents, AgentProxy proxy, A2aConfig config) {
    this.agents = agents;
    this.proxy = proxy;
    this.config = config;
  }

  Deployment agent(Exchange exchange) {
    return agents.find(exchange.pathVariable("agent"), exchange.query("qualifier").orElse(null));
  }

  /**
   * Hands the request to an agent that speaks A2A itself; false for one that does not.
   *
   * @param path on the agent's server
   */
  boolean proxied(Exchange exchange, Deployment agent, String path)
      throws IOException, InterruptedException {
    if (agent.protocol() != Protocol.A2A) {
      return false;
    }
    hops(exchange);
    proxy.forward(exchange, agent, session(exchange, agent), path);
    return true;
  }

  /**
   * Where an agent of its own protocol has its tasks: clients of A2A name no session, so that each
   * caller has one. An agent's pass names it.
   */
  static SessionId session(Exchange exchange, Deployment agent) {
    Principal.Behalf behalf = exchange.principal().behalf();
    if (behalf != null) {
      return behalf.called();
    }
    return exchange
        .header(SESSION)
        .filter(id -> !id.isEmpty())
        .map(SessionId::new)
        .orElseGet(() -> Messages.session(exchange.principal().name(), agent.id().value()));
  }

  Asked asked(Exchange exchange, Deployment agent, Version version) {
    Principal principal = exchange.principal();
    String person = Person.of(exchange);
    return new Asked(agent, version, principal, person, hops(exchange), exchange.trace());
  }

  /** As the caller's token has it, or the header that other platforms pass on. */
  private int hops(Exchange exchange) {
    String stated = exchange.header(HOPS).orElse("0");
    int counted = stated.matches("[0-9]{1,3}") ? Integer.parseInt(stated) : 0;
    int hops = Math.max(counted, exchange.principal().hops());
    if (hops > config.maxHops()) {
      throw new Fault.Denied(
          "this call came through "
              + hops
              + " agents, more than "
              + config.maxHops()
              + ": they call each other in a circle");
    }
    return hops;
  }

  /** The agent's address, as the client knows it. */
  String base(Exchange exchange) {
    return base(exchange, exchange.pathVariable("agent"));
  }

  String base(Exchange exchange, String agent) {
    String host = exchange.header("host").orElse(config.url().getAuthority());
    String scheme =
        exchange
            .header("x-forwarded-proto")
            .map(text -> text.toLowerCase(Locale.ROOT))
            .filter(text -> text.equals("https") || text.equals("http"))
            .orElse(config.url().getScheme());
    return scheme + "://" + host + "/a2a/" + agent;
  }

  /** A request that says nothing of its body is taken to be JSON. */
  static void requireJson(Exchange exchange) {
    String type = exchange.header("content-type").orElse("").toLowerCase(Locale.ROOT);
    if (!type.isEmpty() && !type.contains("json")) {
      throw new A2aException(
          A2aError.MEDIA_TYPE_NOT_SUPPORTED,
          "Content-Type is '" + type + "'; send application/json");
    }
  }

  byte[] body(Exchange exchange) throws IOException {
    return exchange.body(config.maxBody());
  }
}
