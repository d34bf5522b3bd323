package dev.cadre.session;

import dev.cadre.agent.Artifact;
import dev.cadre.agent.Deployment;
import dev.cadre.agent.Deployments;
import dev.cadre.agent.Protocol;
import dev.cadre.fault.Fault;
import dev.cadre.http.Exchange;
import dev.cadre.http.Routes;
import dev.cadre.id.IdSource;
import dev.cadre.id.SessionId;
import dev.cadre.json.Json;
import dev.cadre.session.Invocations.Call;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The data plane of AgentCore Runtime: invoke, stop. */
final class RuntimeRoutes {
  private static final String SERVICE = "bedrock-agentcore";
  private static final long MAX_PAYLOAD = 100_000_000;

  private final Deployments deployments;
  private final Sessions sessions;
  private final Invocations invocations;
  private final DeclaredInvocations declared;
  private final IdSource ids;

  RuntimeRoutes(
      Deployments deployments,
      Sessions sessions,
      Invocations invocations,
      DeclaredInvocations declared,
      IdSource ids) {
    this.deployments = deployments;
    this.sessions = sessions;
    this.invocations = invocations;
    this.declared = declared;
    this.ids = ids;
  }

  void bind(Routes routes) {
    routes
        .aws(SERVICE, "InvokeAgentRuntime", this::invoke)
        .aws(SERVICE, "StopRuntimeSession", this::stop)
        // A2A clients take the card's URL as a base and add the slash.
        .add("POST", "/runtimes/{agentRuntimeArn}/invocations/", this::invokeRaw);
  }

  private @Nullable JsonNode invoke(Exchange exchange, ObjectNode input) throws Exception {
    invokeRaw(exchange);
    return null;
  }

  private void invokeRaw(Exchange exchange) throws IOException, InterruptedException {
    Deployment deployment = deployment(exchange);
    Invocations.requireLength(exchange, MAX_PAYLOAD);
    if (deployment.artifact() instanceof Artifact.Declared) {
      declared.runtime(exchange, deployment);
      return;
    }
    long length = exchange.header("content-length").map(Long::parseLong).orElse(-1L);
    invocations.forward(
        exchange,
        new Call(
            deployment,
            session(exchange),
            exchange.header(AgentHeaders.USER).orElse(null),
            "POST",
            path(deployment.protocol()),
            exchange.body(),
            length));
  }

  private @Nullable JsonNode stop(Exchange exchange, ObjectNode input) throws Exception {
    Deployment deployment = deployment(exchange);
    SessionId session = new SessionId(input.get("runtimeSessionId").asString());
    if (!sessions.stop(deployment.id(), session, EndReason.STOPPED)) {
      throw new Fault.NotFound("agent " + deployment.id() + " has no live session " + session);
    }
    exchange.responseHeader(AgentHeaders.SESSION, session.value());
    return Json.object();
  }

  Deployment deployment(Exchange exchange) {
    return deployments.resolveArn(
        exchange.pathVariable("agentRuntimeArn"), exchange.query("qualifier").orElse(null));
  }

  SessionId session(Exchange exchange) {
    return exchange
        .header(AgentHeaders.SESSION)
        .filter(id -> !id.isEmpty())
        .map(SessionId::new)
        .orElseGet(ids::session);
  }

  /** Where an agent takes requests, by the protocol it serves. */
  private static String path(Protocol protocol) {
    return switch (protocol) {
      case HTTP, AGUI -> "/invocations";
      case MCP -> "/mcp";
      case A2A -> "/";
    };
  }
}
