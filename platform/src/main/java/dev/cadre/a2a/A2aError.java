package dev.cadre.a2a;

/**
 * The errors of the protocol, and how each binding writes them.
 *
 * @see <a href="https://a2a-protocol.org/latest/specification/#54-error-code-mappings">Error code
 *     mappings</a>
 */
enum A2aError {
  PARSE(-32700, 400, "INVALID_ARGUMENT", false),
  INVALID_REQUEST(-32600, 400, "INVALID_ARGUMENT", false),
  METHOD_NOT_FOUND(-32601, 404, "NOT_FOUND", false),
  INVALID_PARAMS(-32602, 400, "INVALID_ARGUMENT", false),
  INTERNAL(-32603, 500, "INTERNAL", false),
  TASK_NOT_FOUND(-32001, 404, "NOT_FOUND", true),
  TASK_NOT_CANCELABLE(-32002, 400, "FAILED_PRECONDITION", true),
  PUSH_NOTIFICATION_NOT_SUPPORTED(-32003, 400, "FAILED_PRECONDITION", true),
  UNSUPPORTED_OPERATION(-32004, 400, "FAILED_PRECONDITION", true),
  CONTENT_TYPE_NOT_SUPPORTED(-32005, 400, "INVALID_ARGUMENT", true),
  /** The same, of the request itself: HTTP has a status of its own for it. */
  MEDIA_TYPE_NOT_SUPPORTED(-32005, 415, "INVALID_ARGUMENT", true),
  INVALID_AGENT_RESPONSE(-32006, 500, "INTERNAL", true),
  EXTENDED_AGENT_CARD_NOT_CONFIGURED(-32007, 400, "FAILED_PRECONDITION", true),
  EXTENSION_SUPPORT_REQUIRED(-32008, 400, "FAILED_PRECONDITION", true),
  VERSION_NOT_SUPPORTED(-32009, 400, "FAILED_PRECONDITION", true),
  // What the protocol has no code for: from its range for servers.
  UNAUTHENTICATED(-32050, 401, "UNAUTHENTICATED", false),
  PERMISSION_DENIED(-32051, 403, "PERMISSION_DENIED", false),
  AGENT_NOT_FOUND(-32052, 404, "NOT_FOUND", false),
  BUSY(-32053, 429, "RESOURCE_EXHAUSTED", false),
  UNAVAILABLE(-32054, 503, "UNAVAILABLE", false);

  private final int code;
  private final int status;
  private final String rpcStatus;
  private final boolean ofProtocol;

  A2aError(int code, int status, String rpcStatus, boolean ofProtocol) {
    this.code = code;
    this.status = status;
    this.rpcStatus = rpcStatus;
    this.ofProtocol = ofProtocol;
  }

  /** Of JSON-RPC. */
  int code() {
    return code;
  }

  /** Of HTTP, on the HTTP+JSON binding. */
  int status() {
    return status;
  }

  /** One of {@code google.rpc.Code}. */
  String rpcStatus() {
    return rpcStatus;
  }

  /** As {@code google.rpc.ErrorInfo} names it. */
  String reason() {
    return this == MEDIA_TYPE_NOT_SUPPORTED ? CONTENT_TYPE_NOT_SUPPORTED.name() : name();
  }

  /** True for the protocol's own, which carry a {@code google.rpc.ErrorInfo} with their name. */
  boolean ofProtocol() {
    return ofProtocol;
  }
}
