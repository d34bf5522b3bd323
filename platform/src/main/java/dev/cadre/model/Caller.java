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
 * @param trace of the work this call is part of
 */
public record Caller(
    String tenant, @Nullable String agent, @Nullable String session, Context trace) {}
