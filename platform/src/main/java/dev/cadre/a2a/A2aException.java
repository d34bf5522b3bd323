package dev.cadre.a2a;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A request refused in the protocol's own terms. The message is shown to the client. */
final class A2aException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String TYPES = "type.googleapis.com/google.rpc.";

  private final A2aError error;
  private final transient Map<String, String> metadata;
  private final transient List<Fault.Invalid.Field> fields;

  A2aException(A2aError error, String message) {
    this(error, message, Map.of(), List.of());
  }

  A2aException(A2aError error, String message, Map<String, String> metadata) {
    this(error, message, metadata, List.of());
  }

  private A2aException(
      A2aError error,
      String message,
      Map<String, String> metadata,
      List<Fault.Invalid.Field> fields) {
    super(message);
    this.error = error;
    this.metadata = Map.copyOf(metadata);
    this.fields = List.copyOf(fields);
  }

  /** A parameter is wrong; {@code field} is its path. */
  static A2aException invalid(String field, String what) {
    return new A2aException(
        A2aError.INVALID_PARAMS,
        field + " " + what,
        Map.of(),
        List.of(new Fault.Invalid.Field(field, what)));
  }

  static A2aException noTask(String id) {
    return new A2aException(
        A2aError.TASK_NOT_FOUND,
        "there is no task '" + shown(id) + "' of yours with this agent",
        Map.of("taskId", shown(id)));
  }

  static A2aException of(Fault fault) {
    A2aError error =
        switch (fault) {
          case Fault.Invalid _, Fault.Conflict _ -> A2aError.INVALID_PARAMS;
          case Fault.Unauthenticated _ -> A2aError.UNAUTHENTICATED;
          case Fault.Denied _ -> A2aError.PERMISSION_DENIED;
          case Fault.NotFound _ -> A2aError.AGENT_NOT_FOUND;
          case Fault.Throttled _, Fault.QuotaExceeded _ -> A2aError.BUSY;
          case Fault.Unavailable _ -> A2aError.UNAVAILABLE;
          case Fault.AgentFailed _, Fault.Internal _ -> A2aError.INTERNAL;
        };
    List<Fault.Invalid.Field> fields =
        fault instanceof Fault.Invalid invalid ? invalid.fields() : List.of();
    return new A2aException(error, String.valueOf(fault.getMessage()), Map.of(), fields);
  }

  A2aError error() {
    return error;
  }

  /** JSON-RPC's {@code error}. */
  ObjectNode rpc() {
    ObjectNode json = Json.object().put("code", error.code()).put("message", getMessage());
    ArrayNode details = details();
    if (!details.isEmpty()) {
      json.set("data", details);
    }
    return json;
  }

  /** HTTP+JSON's body: {@code google.rpc.Status} under {@code error}. */
  ObjectNode status() {
    ObjectNode json = Json.object();
    ObjectNode status =
        json.putObject("error")
            .put("code", error.status())
            .put("status", error.rpcStatus())
            .put("message", getMessage());
    status.set("details", details());
    return json;
  }

  private ArrayNode details() {
    ArrayNode details = Json.array();
    if (error.ofProtocol()) {
      ObjectNode info =
          details
              .addObject()
              .put("@type", TYPES + "ErrorInfo")
              .put("reason", error.reason())
              .put("domain", "a2a-protocol.org");
      ObjectNode values = info.putObject("metadata");
      metadata.forEach(values::put);
    }
    if (!fields.isEmpty()) {
      ArrayNode violations =
          details.addObject().put("@type", TYPES + "BadRequest").putArray("fieldViolations");
      fields.forEach(
          field ->
              violations
                  .addObject()
                  .put("field", field.path())
                  .put("description", field.message()));
    }
    return details;
  }

  private static String shown(String id) {
    return id.length() <= 100 ? id : id.substring(0, 100) + "...";
  }
}
