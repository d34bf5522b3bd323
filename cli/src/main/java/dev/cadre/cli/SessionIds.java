package dev.cadre.cli;

/** Session ids as AgentCore takes them. */
final class SessionIds {
  static final String HEADER = "X-Amzn-Bedrock-AgentCore-Runtime-Session-Id";
  private static final int SHORTEST = 33;
  private static final int LONGEST = 256;

  private SessionIds() {}

  /** The id unchanged; a short one is refused with one that would do, never padded silently. */
  static String checked(String id) {
    if (id.length() < SHORTEST) {
      throw Failure.usage(
          "the session id '"
              + id
              + "' has "
              + id.length()
              + " characters; AgentCore takes "
              + SHORTEST
              + " to "
              + LONGEST
              + ", such as "
              + id
              + "-".repeat(id.isEmpty() ? 0 : 1)
              + "0".repeat(SHORTEST - id.length()));
    }
    if (id.length() > LONGEST) {
      throw Failure.usage(
          "the session id has " + id.length() + " characters; AgentCore takes at most " + LONGEST);
    }
    return id;
  }
}
