package dev.cadre.bench;

/** Session ids of the length that AgentCore asks for (33 to 256 characters). */
final class Session {
  private Session() {}

  /** The same for the same run and number, so that a session can be used again. */
  static String id(long run, int number) {
    String id = "bench-" + Long.toHexString(run) + "-" + number + "-";
    return id + "0".repeat(Math.max(0, 40 - id.length()));
  }
}
