package dev.cadre.cli;

import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Turns an error of the AWS rest-json wire into the end of a command. */
final class Refusals {
  private static final int LONGEST_BODY = 1 << 20;

  private Refusals() {}

  static Failure failure(Answer answer) {
    String type = type(answer.header("x-amzn-errortype"));
    String body = "";
    try (InputStream in = answer.body()) {
      body = Terminal.text(in.readNBytes(LONGEST_BODY));
    } catch (IOException e) {
      body = "(the answer broke off: " + e.getMessage() + ")";
    }
    return failure(answer.status(), type, message(body));
  }

  /** An error event inside of a stream: the exception's name with a small first letter. */
  static Failure failure(String exceptionType, String payload) {
    return switch (exceptionType) {
      case "resourceNotFoundException" -> failure(404, exceptionType, message(payload));
      case "accessDeniedException" -> failure(403, exceptionType, message(payload));
      case "throttlingException" -> failure(429, exceptionType, message(payload));
      case "runtimeClientError" -> failure(424, exceptionType, message(payload));
      default -> failure(500, exceptionType, message(payload));
    };
  }

  private static Failure failure(int status, String type, String message) {
    String said =
        message.isEmpty() ? "HTTP " + status + (type.isEmpty() ? "" : " " + type) : message;
    return switch (status) {
      case 400 -> new Failure(Exit.USAGE, said);
      case 401, 403 -> new Failure(Exit.DENIED, said + deniedRemedy(said));
      case 404 -> new Failure(Exit.NOT_FOUND, said);
      case 424 -> new Failure(Exit.AGENT_FAILED, "the agent failed: " + said);
      case 429, 503 -> new Failure(Exit.BUSY, said);
      default -> new Failure(Exit.FAILED, said + " (HTTP " + status + ")");
    };
  }

  private static String deniedRemedy(String said) {
    return said.contains("keys create")
        ? ""
        : " (set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to a key of './cadre keys create', or"
            + " give --admin-token-file)";
  }

  private static String type(String header) {
    int colon = header.indexOf(':');
    return colon < 0 ? header : header.substring(0, colon);
  }

  private static String message(String body) {
    try {
      JsonNode node = Json.parse(body);
      for (String member : new String[] {"message", "Message", "error"}) {
        if (node.path(member).isString()) {
          return Terminal.plain(node.path(member).asString());
        }
      }
    } catch (JacksonException e) {
      // Not JSON: shown as it is.
    }
    return Terminal.plain(body.strip());
  }
}
