package dev.cadre.session;

import dev.cadre.agent.Artifact;
import dev.cadre.agent.Deployment;
import dev.cadre.agent.Deployments;
import dev.cadre.fault.Fault;
import dev.cadre.harness.AgentDefinition.Source;
import dev.cadre.surface.Surfaces;
import dev.cadre.tool.Callees;
import dev.cadre.tool.Tool;

/** Agents of this platform as tools of its declared agents. Thread-safe. */
public final class AgentTools {
  private final AgentCalls calls;
  private final Callees callees;
  private final Deployments deployments;
  private final Surfaces surfaces;
  private final InOrder inOrder = new InOrder();

  AgentTools(AgentCalls calls, Callees callees, Deployments deployments, Surfaces surfaces) {
    this.calls = calls;
    this.callees = callees;
    this.deployments = deployments;
    this.surfaces = surfaces;
  }

  /**
   * The agent as a tool. It need not be there yet: whoever calls it hears that it is missing, and
   * the other tools of the agent that names it work.
   */
  public Tool of(Source.Agent source) {
    return new CalledAgent(calls, callees, deployments, inOrder, source.name(), described(source));
  }

  private String described(Source.Agent source) {
    if (!source.description().isBlank()) {
      return source.description();
    }
    try {
      Deployment deployment = deployments.resolveArn(source.name(), null);
      return deployment.artifact() instanceof Artifact.Declared
          ? surfaces.description(deployment)
          : "The agent " + source.name();
    } catch (Fault notThereNow) {
      return "The agent " + source.name() + ", which is not there now";
    }
  }
}
