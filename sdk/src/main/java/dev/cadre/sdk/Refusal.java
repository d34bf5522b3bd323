package dev.cadre.sdk;

/** Thrown by an entrypoint to answer {@code {"error": message}} with a status of its choice. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  /**
   * Refuses the request.
   *
   * @param status 400 to 599
   */
  public Refusal(int status, String message) {
    super(message);
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("a refusal's status is 400 to 599, not " + status);
    }
    this.status = status;
  }

  int status() {
    return status;
  }

  String reason() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
