package dev.cadre.sdk;

/** A request that can't be understood or is too large. The connection ends with its answer. */
final class BadRequest extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String reason;

  BadRequest(int status, String reason) {
    super(reason, null, false, false);
    this.status = status;
    this.reason = reason;
  }

  int status() {
    return status;
  }

  String reason() {
    return reason;
  }
}
