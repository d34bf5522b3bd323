package dev.cadre.session;

import dev.cadre.agent.Artifact;
import dev.cadre.agent.Deployment;
import dev.cadre.agent.Deployments;
import dev.cadre.fault.Fault;
import dev.cadre.harness.ConversationId;
import dev.cadre.harness.TurnEvent;
import dev.cadre.harness.TurnSink;
import dev.cadre.model.Caller;
import dev.cadre.surface.Surfaces;
import java.io.IOException;

/** Carries calls from inside to agents wherever they run. */
final class InsideCalls implements AgentCalls {
  private final Deployments deployments;
  private final DeclaredInvocations declared;
  private final ProcessTurns processes;
  private final Surfaces surfaces;

  InsideCalls(
      Deployments deployments,
      DeclaredInvocations declared,
      ProcessTurns processes,
      Surfaces surfaces) {
    this.deployments = deployments;
    this.declared = declared;
    this.processes = processes;
    this.surfaces = surfaces;
  }

  @Override
  public TurnEvent call(AgentCall call, TurnSink sink) throws InterruptedException {
    Deployment deployment = deployments.resolveArn(call.agent(), call.qualifier());
    Caller caller = caller(call, deployment);
    try {
      return deployment.artifact() instanceof Artifact.Declared
          ? declared.inside(deployment, call, caller, sink)
          : processes.run(deployment, call, caller, sink);
    } catch (IOException e) {
      throw new Fault.AgentFailed("the agent could not be reached; its log may say why", e);
    }
  }

  private static Caller caller(AgentCall call, Deployment callee) {
    Caller by = call.by();
    int hops = by.agent() == null ? by.hops() : by.hops() + 1;
    Entrance.requireFew(hops, callee.name());
    String session = call.session().value();
    return new Caller(
        by.tenant(),
        callee.id().value(),
        session,
        by.person(),
        hops,
        by.payer() == null ? session : by.payer(),
        by.trace());
  }

  @Override
  public boolean cancel(AgentCall call) {
    Deployment deployment = deployments.resolveArn(call.agent(), call.qualifier());
    return deployment.artifact() instanceof Artifact.Declared
        ? surfaces.cancel(new ConversationId(deployment.id().value(), call.session().value()))
        : processes.cancel(deployment.id(), call.session());
  }
}
