package dev.cadre.mcp;

/**
 * How a call ends that has no result of its own: with an error in the protocol's words, or with a
 * question to the client. Whoever stands between a server and its endpoint lets it pass.
 */
public abstract sealed class McpSignal extends RuntimeException permits RpcError, InputRequired {
  private static final long serialVersionUID = 1L;

  McpSignal(String message, boolean traced) {
    super(message, null, false, traced);
  }
}
