package dev.cadre.inference;

import dev.cadre.fault.Fault;
import dev.cadre.http.ErrorAnswer;
import dev.cadre.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Faults in OpenAI's form.
 *
 * @see <a href="https://platform.openai.com/docs/guides/error-codes">Error codes</a>
 */
final class OpenAiErrors {
  private static final String INVALID = "invalid_request_error";

  private OpenAiErrors() {}

  private record Named(int status, String type, @Nullable String code) {}

  static ErrorAnswer of(Fault fault) {
    return of(fault, null);
  }

  static ErrorAnswer of(Failure failure) {
    return of(failure.fault(), failure.code());
  }

  private static ErrorAnswer of(Fault fault, @Nullable String code) {
    Named named =
        switch (fault) {
          case Fault.Invalid _ -> new Named(400, INVALID, null);
          case Fault.Unauthenticated _ -> new Named(401, INVALID, "invalid_api_key");
          case Fault.Denied _ -> new Named(403, "permission_error", null);
          case Fault.NotFound _ -> new Named(404, INVALID, "model_not_found");
          case Fault.Conflict _ -> new Named(409, INVALID, null);
          case Fault.Throttled _ -> new Named(429, "rate_limit_error", "rate_limit_exceeded");
          case Fault.QuotaExceeded _ -> new Named(429, "insufficient_quota", "insufficient_quota");
          case Fault.AgentFailed _ -> new Named(502, "server_error", null);
          case Fault.Unavailable _ -> new Named(503, "server_error", null);
          case Fault.Internal _ -> new Named(500, "server_error", null);
        };
    ObjectNode body = Json.object();
    body.putObject("error")
        .put("message", fault.getMessage())
        .put("type", named.type())
        .put("param", param(fault))
        .put("code", code == null ? named.code() : code);
    return new ErrorAnswer(named.status(), null, body);
  }

  private static @Nullable String param(Fault fault) {
    return fault instanceof Fault.Invalid invalid && !invalid.fields().isEmpty()
        ? invalid.fields().getFirst().path()
        : null;
  }
}
