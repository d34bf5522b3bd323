package dev.cadre.telemetry;

import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.SessionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line that a worker wrote, without its end. A line of more than {@value #MAX_LENGTH}
 * characters is cut.
 *
 * @param version of the agent
 * @param traceId of the invocation that was going on, if it is known
 */
public record LogLine(
    Instant at,
    AgentRuntimeId agent,
    String version,
    SessionId session,
    @Nullable String traceId,
    LogStream stream,
    String text) {
  public static final int MAX_LENGTH = 65_536;

  private static final String CUT = " [cut]";

  public LogLine {
    text = Texts.storable(text);
    if (text.length() > MAX_LENGTH) {
      text = text.substring(0, MAX_LENGTH - CUT.length()) + CUT;
    }
  }
}
