package dev.cadre.agent;

import dev.cadre.id.AgentRuntimeId;

/**
 * Hears of deployments that come and go, on a virtual thread that may block. At least once: after a
 * crash the same news may come again.
 */
public interface DeploymentListener {

  /** An endpoint now serves this deployment. */
  void ready(Deployment deployment);

  /** No endpoint serves this version any more; sessions of it that live go on. */
  void retired(AgentRuntimeId id, int version);

  /**
   * The agent is about to be deleted. Stops its sessions and returns once they are gone or a bound
   * is reached; an exception makes the agent DELETE_FAILED with the exception's message.
   */
  void deleted(AgentRuntimeId id);

  /** Whether a live session runs this version, so that its build must stay. */
  boolean inUse(AgentRuntimeId id, int version);
}
