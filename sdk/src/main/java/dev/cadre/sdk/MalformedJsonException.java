package dev.cadre.sdk;

/** Text that isn't JSON. The message says what was wrong, and at which character. */
public final class MalformedJsonException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MalformedJsonException(String reason) {
    super(reason);
  }

  String reason() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
