package dev.cadre.session;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Words an agent's failure for its caller: what happened, how the worker ended, and what it logged
 * last. AgentCore's users know the bare 424; this is what they miss in it.
 */
final class Failures {
  private static final Duration EXIT_IS_SEEN = Duration.ofMillis(500);
  private static final int BODY_SHOWN = 1024;
  private static final int LINES_SHOWN = 10;

  private Failures() {}

  /** The connection broke, or there was none. */
  static Fault broken(LiveSession session, Workers.Worker worker, IOException cause)
      throws InterruptedException {
    if (session.suspended()) {
      return new Fault.Unavailable(
          "the platform is stopping and ended this invocation; the session can be used again when"
              + " it is back");
    }
    Workers.Ending ending = session.awaitEnding(EXIT_IS_SEEN);
    String what =
        ending == null
            ? "the agent closed the connection before it answered in full"
            : "the agent " + ending.detail();
    return new Fault.AgentFailed(what + log(worker), cause);
  }

  /**
   * The last server-sent event of a stream that breaks off; its members are those of the AgentCore
   * SDK's own.
   */
  static byte[] event(Fault why) {
    String type =
        why instanceof Fault.Unavailable ? "ServiceUnavailableException" : "RuntimeClientError";
    ObjectNode data =
        Json.object()
            .put("error", why.getMessage())
            .put("error_type", type)
            .put("message", "The stream broke off");
    String json = new String(Json.bytes(data), StandardCharsets.UTF_8);
    return ("event: error\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
  }

  static Fault tooSlow(Workers.Worker worker, Duration limit) {
    return new Fault.AgentFailed(
        "the agent did not answer within " + limit.toSeconds() + " s" + log(worker));
  }

  /** The agent was still answering when the time for it was over. */
  static Fault tooLong(Workers.Worker worker) {
    return new Fault.AgentFailed("the agent's answer took longer than one may" + log(worker));
  }

  /** The agent answered, with an error. */
  static Fault refused(Workers.Worker worker, AgentAnswer answer) throws IOException {
    byte[] start = answer.body().readNBytes(BODY_SHOWN);
    String body = new String(start, StandardCharsets.UTF_8).strip();
    return new Fault.AgentFailed(
        "the agent answered "
            + answer.status()
            + (body.isEmpty() ? "" : ": " + body)
            + log(worker));
  }

  private static String log(Workers.Worker worker) {
    List<String> lines = worker.lastLines();
    if (lines.isEmpty()) {
      return "; it logged nothing";
    }
    List<String> newest = lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size());
    return "; it logged last:\n" + String.join("\n", newest);
  }
}
