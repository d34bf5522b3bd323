package dev.cadre.agent;

/** A deployment that its author must mend; the message becomes the version's failureReason. */
final class BuildFailure extends Exception {
  private static final long serialVersionUID = 1L;

  BuildFailure(String message) {
    super(message);
  }

  BuildFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
