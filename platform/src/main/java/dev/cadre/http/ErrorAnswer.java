package dev.cadre.http;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A fault on the wire. On AWS's rest-json the type stands in {@code x-amzn-errortype} and in {@code
 * __type}, because SDKs read one or the other.
 *
 * @param type the header's value; null for a protocol that has no such header
 */
public record ErrorAnswer(int status, @Nullable String type, ObjectNode body) {

  private record Named(int status, String type) {}

  /**
   * @param known the operation's own errors and their statuses; empty outside the AWS API
   */
  static ErrorAnswer of(Fault fault, Map<String, Integer> known) {
    Named named =
        switch (fault) {
          case Fault.Invalid _ -> pick(known, 400, "ValidationException");
          case Fault.Unauthenticated unauthenticated ->
              new Named(
                  unauthenticated.code().equals(Fault.Unauthenticated.NO_TOKEN) ? 401 : 403,
                  unauthenticated.code());
          case Fault.Denied _ -> pick(known, 403, "AccessDeniedException");
          case Fault.NotFound _ -> pick(known, 404, "ResourceNotFoundException");
          case Fault.Conflict _ ->
              pick(known, 409, "ConflictException", "RetryableConflictException");
          case Fault.Throttled _ -> pick(known, 429, "ThrottlingException", "ThrottledException");
          case Fault.QuotaExceeded _ -> pick(known, 402, "ServiceQuotaExceededException");
          case Fault.AgentFailed _ ->
              pick(known, 424, "RuntimeClientError", "DependencyFailedException");
          case Fault.Unavailable _ -> new Named(503, "ServiceUnavailableException");
          case Fault.Internal _ -> pick(known, 500, "InternalServerException", "ServiceException");
        };
    ObjectNode body = Json.object();
    body.put("__type", named.type());
    body.put("message", fault.getMessage());
    if (fault instanceof Fault.Invalid invalid) {
      validation(body, invalid.fields());
    }
    return new ErrorAnswer(named.status(), named.type(), body);
  }

  /** An error that no handler had a say in. */
  static ErrorAnswer of(int status, String type, String message) {
    return new ErrorAnswer(status, type, Json.object().put("__type", type).put("message", message));
  }

  private static void validation(ObjectNode body, List<Fault.Invalid.Field> fields) {
    body.put("reason", fields.isEmpty() ? "CannotParse" : "FieldValidationFailed");
    if (!fields.isEmpty()) {
      ArrayNode list = body.putArray("fieldList");
      fields.forEach(f -> list.addObject().put("name", f.path()).put("message", f.message()));
    }
  }

  private static Named pick(Map<String, Integer> known, int status, String... types) {
    for (String type : types) {
      Integer own = known.get(type);
      if (own != null) {
        return new Named(own, type);
      }
    }
    return new Named(status, types[0]);
  }
}
