package dev.cadre.cli;

/** What a script learns from a command's end. {@code exec} passes on the code of its command. */
enum Exit {
  OK(0),
  /** The command was understood and did not succeed. */
  FAILED(1),
  /** The command line, a file of the user's or the request is wrong. */
  USAGE(2),
  /** No such agent, session, version or key. */
  NOT_FOUND(3),
  /** No platform answers at the address. */
  UNREACHABLE(4),
  /** The agent itself failed (HTTP 424). */
  AGENT_FAILED(5),
  /** Not authenticated, or not allowed. */
  DENIED(6),
  /** A limit was met; the same command may succeed later. */
  BUSY(7),
  INTERRUPTED(130);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
