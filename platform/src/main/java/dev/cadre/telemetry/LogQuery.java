package dev.cadre.telemetry;

import dev.cadre.fault.Fault;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.SessionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which lines.
 *
 * @param session null for all
 * @param since null for as long as lines are kept
 * @param contains a text that the line has in it, case and all; null for any
 * @param limit 1 to 10,000
 */
public record LogQuery(
    AgentRuntimeId agent,
    @Nullable SessionId session,
    @Nullable Instant since,
    @Nullable String contains,
    int limit) {
  private static final int MAX_LIMIT = 10_000;

  public LogQuery {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new Fault.Invalid("limit is " + limit + "; it must be 1 to " + MAX_LIMIT);
    }
  }
}
