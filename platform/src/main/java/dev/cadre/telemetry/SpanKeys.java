package dev.cadre.telemetry;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Attributes by which spans are found again.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/gen-ai/">GenAI semantic conventions</a>
 */
public final class SpanKeys {
  /** The id of the agent runtime. */
  public static final AttributeKey<String> AGENT = AttributeKey.stringKey("gen_ai.agent.id");

  /** The id of the session. */
  public static final AttributeKey<String> SESSION = AttributeKey.stringKey("session.id");

  private SpanKeys() {}
}
