package dev.cadre.model;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf a model or a tool is called: whom the cost is charged to, and the trace it
 * belongs to.
 *
 * @param tenant the principal's name, as sessions show it
 * @param agent the agent's id; null for a caller that is no agent
 * @param session the session's id; null outside one
 * @param person whom the work is done for, as the platform knows it and never as a model says it:
 *     tools that show only a person's own data go by this
 * @param hops how many agents stand between whoever called first and this one; 0 for none
 * @param payer the session whose budget pays and whose sum it adds to: that of whoever called
 *     first, however many agents stand between
 * @param trace of the work this call is part of
 */
public record Caller(
    String tenant,
    @Nullable String agent,
    @Nullable String session,
    String person,
    int hops,
    @Nullable String payer,
    Context trace) {

  /** A caller who works for itself. */
  public Caller(String tenant, @Nullable String agent, @Nullable String session, Context trace) {
    this(tenant, agent, session, tenant, 0, trace);
  }

  /** A caller whose own session pays. */
  public Caller(
      String tenant,
      @Nullable String agent,
      @Nullable String session,
      String person,
      int hops,
      Context trace) {
    this(tenant, agent, session, person, hops, session, trace);
  }

  /** The same, further down in its trace. */
  public Caller within(Context inner) {
    return new Caller(tenant, agent, session, person, hops, payer, inner);
  }

  /** The same, on behalf of {@code other}. */
  public Caller of(String other) {
    return new Caller(tenant, agent, session, other, hops, payer, trace);
  }
}
