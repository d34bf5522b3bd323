package dev.cadre.model;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * One call of a provider, as it is charged.
 *
 * @param at when it ended
 * @param cost in dollars
 * @param priced false when nobody has told what the model costs
 * @param estimated true when the call broke off and the provider did not say what it used
 */
record UsageRow(
    Instant at,
    Caller caller,
    String provider,
    String model,
    Usage usage,
    BigDecimal cost,
    boolean priced,
    boolean estimated,
    Outcome outcome,
    Duration latency) {}
