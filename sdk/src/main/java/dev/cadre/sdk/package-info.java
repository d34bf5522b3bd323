/**
 * What authors of Java agents compile against. {@link dev.cadre.sdk.AgentApp} serves the AgentCore
 * HTTP contract ({@code POST /invocations}, {@code GET /ping}, {@code /ws}) with nothing but the
 * JDK.
 *
 * <p>Guarantees: an entrypoint sees only whole, well-formed requests within the limits; an event
 * that {@link dev.cadre.sdk.EventStream#send} accepted has been handed to the network; {@code
 * /ping} answers whatever the entrypoints do; SIGTERM lets running invocations end first.
 *
 * <p>The code that runs before the first answer avoids what makes a JVM start slowly (regular
 * expressions, formatters, loggers, pattern switches), and is plain on purpose.
 */
@NullMarked
package dev.cadre.sdk;

import org.jspecify.annotations.NullMarked;
