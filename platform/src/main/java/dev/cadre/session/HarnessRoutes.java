package dev.cadre.session;

import dev.cadre.agent.Artifact;
import dev.cadre.agent.Deployment;
import dev.cadre.agent.Deployments;
import dev.cadre.fault.Fault;
import dev.cadre.http.Exchange;
import dev.cadre.http.Principal;
import dev.cadre.http.Routes;
import dev.cadre.id.IdSource;
import dev.cadre.id.SessionId;
import dev.cadre.surface.Surfaces;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is asked of declared agents alone: InvokeHarness, a turn as an event stream; and the
 * decision on calls that wait for a person, with which a turn goes on.
 */
final class HarnessRoutes {
  private final Deployments deployments;
  private final DeclaredInvocations declared;
  private final Surfaces surfaces;
  private final IdSource ids;

  HarnessRoutes(
      Deployments deployments, DeclaredInvocations declared, Surfaces surfaces, IdSource ids) {
    this.deployments = deployments;
    this.declared = declared;
    this.surfaces = surfaces;
    this.ids = ids;
  }

  void bind(Routes routes) {
    routes
        .aws("bedrock-agentcore", "InvokeHarness", this::invoke)
        .add("POST", "/cadre/v1/approvals/{agent}/{session}", this::decide);
  }

  private @Nullable JsonNode invoke(Exchange exchange, ObjectNode input) throws Exception {
    String arn = input.path("harnessArn").asString();
    Deployment deployment = deployments.resolveArn(arn, exchange.query("qualifier").orElse(null));
    requireDeclared(deployment);
    if (input.hasNonNull("actorId") && exchange.principal().kind() == Principal.Kind.JWT) {
      throw new Fault.Denied("your token says who you are; leave actorId out");
    }
    String given = input.path("runtimeSessionId").asString("");
    SessionId session = given.isEmpty() ? ids.session() : new SessionId(given);
    declared.answer(exchange, deployment, session, surfaces.harness(input));
    return null;
  }

  private void decide(Exchange exchange) throws IOException, InterruptedException {
    Deployment deployment = deployments.resolveArn(exchange.pathVariable("agent"), null);
    requireDeclared(deployment);
    SessionId session = new SessionId(exchange.pathVariable("session"));
    declared.answer(exchange, deployment, session, surfaces.decisions(exchange));
  }

  private static void requireDeclared(Deployment deployment) {
    if (!(deployment.artifact() instanceof Artifact.Declared)) {
      throw new Fault.NotFound(
          "'"
              + deployment.id()
              + "' is an agent with code of its own and no harness; use InvokeAgentRuntime");
    }
  }
}
