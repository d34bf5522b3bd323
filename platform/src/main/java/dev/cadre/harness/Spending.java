package dev.cadre.harness;

import dev.cadre.harness.AgentDefinition.Limits;
import dev.cadre.harness.TurnEvent.Limit;
import dev.cadre.harness.TurnEvent.ReplyEnded;
import dev.cadre.model.Models;
import dev.cadre.model.Usage;
import java.math.BigDecimal;
import java.util.Optional;

/** What a turn has used of its limits. Built from recorded replies. Used by one thread. */
final class Spending {
  private final String model;
  private final Limits limits;
  private final Models models;
  private int steps;
  private Usage usage = Usage.NONE;
  private BigDecimal cost = BigDecimal.ZERO;

  /** A limit that is reached, and what to say of it. */
  record Reached(Limit limit, String message) {}

  Spending(AgentDefinition agent, Models models) {
    this.model = agent.model();
    this.limits = agent.limits();
    this.models = models;
  }

  void add(ReplyEnded reply) {
    steps = Math.max(steps, reply.step());
    spent(reply.model(), reply.usage());
  }

  /** As {@link #add}, of a call that is no step, such as a summary. */
  void spent(String answered, Usage more) {
    usage = usage.plus(more);
    if (limits.cost() != null) {
      cost = cost.add(models.cost(model, answered, more));
    }
  }

  int steps() {
    return steps;
  }

  Usage usage() {
    return usage;
  }

  /** The limit that forbids to go on, if any. Time is watched by the turn's alarm. */
  Optional<Reached> reached() {
    if (steps >= limits.steps()) {
      return reached(
          Limit.STEPS,
          "the turn took " + steps + " steps, all that the agent's limits.steps allows");
    }
    if (usage.total() >= limits.tokens()) {
      return reached(
          Limit.TOKENS,
          "the turn used " + usage.total() + " tokens; limits.tokens is " + limits.tokens());
    }
    BigDecimal most = limits.cost();
    if (most != null && cost.compareTo(most) >= 0) {
      return reached(
          Limit.COST,
          "the turn cost "
              + cost.toPlainString()
              + " US dollars; limits.cost is "
              + most.toPlainString());
    }
    return Optional.empty();
  }

  private static Optional<Reached> reached(Limit limit, String message) {
    return Optional.of(new Reached(limit, message));
  }
}
