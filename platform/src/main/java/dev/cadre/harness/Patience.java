package dev.cadre.harness;

import dev.cadre.harness.AgentDefinition.Supervision;
import java.time.Duration;
import java.time.InstantSource;

/**
 * How long a turn waits for what works for it. A supervisor's deadline is for the whole answer:
 * half of what is left goes to its decision, three quarters of what is left then to the agents, the
 * rest to the answer.
 */
final class Patience {
  /** Even one that is late gets a moment, so that there is an answer. */
  private static final Duration LEAST = Duration.ofMillis(200);

  private Patience() {}

  /** For one call of a tool. */
  static Duration ofTools(Work work, InstantSource clock) {
    Duration usual = work.agent().limits().toolTime();
    Supervision supervision = work.agent().supervision();
    if (supervision == null) {
      return usual;
    }
    Duration left = left(work, supervision, clock).multipliedBy(3).dividedBy(4);
    return shorter(usual, longer(left, LEAST));
  }

  /** For one try at a supervisor's decision. */
  static Duration ofDecision(Work work, Supervision supervision, InstantSource clock) {
    return longer(left(work, supervision, clock).dividedBy(2), LEAST);
  }

  /** For the answer from what the agents said. */
  static Duration ofAnswer(Work work, Supervision supervision, InstantSource clock) {
    return longer(left(work, supervision, clock), LEAST);
  }

  private static Duration left(Work work, Supervision supervision, InstantSource clock) {
    return supervision.deadline().minus(Duration.between(work.began(), clock.instant()));
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
