package dev.cadre.mcp;

import dev.cadre.http.Principal;
import io.opentelemetry.context.Context;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One request of a client, as the server that answers it sees it. */
public interface McpCall {

  Principal principal();

  Context trace();

  /** Tells a client that asked for it how far the work is; says nothing to others. */
  void progress(double done, @Nullable Double total, @Nullable String message);

  /** A log message for a client that wants messages of this level. */
  void log(LogLevel level, String logger, JsonNode data);

  /**
   * Asks the client, and through it the person, for what the call needs. In the era of sessions
   * this waits for the answers. In the stateless era it ends the call, which the client repeats
   * with the answers: what a server did before it asks is done again.
   *
   * @param questions by names of the server's choosing, unique in the call
   * @return the answers by the same names
   */
  Map<String, ObjectNode> ask(Map<String, Question> questions) throws InterruptedException;

  /** A request to the client. */
  sealed interface Question {
    ObjectNode params();

    /** {@code elicitation/create}: the person fills in a form. */
    record Elicit(ObjectNode params) implements Question {}

    /** {@code sampling/createMessage}: the client's model replies. */
    record Sample(ObjectNode params) implements Question {}

    /** {@code roots/list}: the folders the client works in. */
    record Roots(ObjectNode params) implements Question {}

    default String method() {
      return switch (this) {
        case Elicit _ -> "elicitation/create";
        case Sample _ -> "sampling/createMessage";
        case Roots _ -> "roots/list";
      };
    }

    /** The capability a client must have declared. */
    default String capability() {
      return switch (this) {
        case Elicit _ -> "elicitation";
        case Sample _ -> "sampling";
        case Roots _ -> "roots";
      };
    }
  }

  /** Severities of syslog, least first. */
  enum LogLevel {
    DEBUG,
    INFO,
    NOTICE,
    WARNING,
    ERROR,
    CRITICAL,
    ALERT,
    EMERGENCY;

    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    static LogLevel of(String wire) {
      for (LogLevel level : values()) {
        if (level.wire().equals(wire)) {
          return level;
        }
      }
      throw RpcError.invalidParams("there is no log level '" + wire + "'");
    }
  }
}
