package dev.cadre.a2a;

import dev.cadre.json.Json;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The agent that the A2A compatibility kit expects to talk with: what it does, the id of a message
 * says. The server before it is the platform's.
 */
final class ConformanceAgent implements TaskAgent {
  private static final Duration LONG = Duration.ofSeconds(6);

  /** Serves until it is ended; the only argument is the port. */
  public static void main(String[] arguments) throws Exception {
    try (Served served = new Served(new ConformanceAgent(), Integer.parseInt(arguments[0]))) {
      System.out.println(served.url());
      Thread.currentThread().join();
    }
  }

  @Override
  public @Nullable ObjectNode message(Work work) {
    return work.message().path("messageId").asString("").startsWith("tck-message-response")
        ? TaskLog.says("Direct message response")
        : null;
  }

  @Override
  public void work(Work work, Updates updates) throws InterruptedException {
    String id = work.message().path("messageId").asString("");
    if (id.startsWith("test-resubscribe")) {
      TimeUnit.NANOSECONDS.sleep(LONG.toNanos());
      updates.rest(TaskState.COMPLETED, null);
    } else if (id.contains("input-required") || !id.startsWith("tck-")) {
      // The kit for 0.3 wants tasks that go on.
      updates.rest(TaskState.INPUT_REQUIRED, TaskLog.says("What more?"));
    } else if (id.contains("reject-task")) {
      updates.rest(TaskState.REJECTED, TaskLog.says("rejected"));
    } else {
      artifacts(id, updates);
      updates.rest(
          TaskState.COMPLETED,
          id.contains("complete-task") ? TaskLog.says("Hello from TCK") : null);
    }
  }

  private static void artifacts(String id, Updates updates) {
    if (id.contains("artifact-chunked")) {
      updates.artifact(artifact(Json.object().put("text", "chunk-1 ")), false, false);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      updates.artifact(artifact(Json.object().put("text", "chunk-2")), true, true);
      return;
    }
    for (Answer answer : Answer.ALL) {
      if (id.contains(answer.prefix())) {
        updates.artifact(artifact(answer.part()), false, true);
        return;
      }
    }
  }

  /** What is answered to ids that have this in them; the more exact come first. */
  private record Answer(String prefix, ObjectNode part) {
    private static final String RAW = Base64.getEncoder().encodeToString("output".getBytes());
    static final List<Answer> ALL =
        List.of(
            new Answer("stream-artifact-text", text("Streamed text content")),
            new Answer("stream-ordering", text("Ordered output")),
            new Answer("stream-001", text("Stream hello from TCK")),
            new Answer("stream-003", text("Stream task lifecycle")),
            new Answer("artifact-text", text("Generated text content")),
            new Answer("artifact-file-url", file().put("url", "https://example.com/output.txt")),
            new Answer("artifact-file", file().put("raw", RAW)),
            new Answer("artifact-data", data()));

    private static ObjectNode text(String text) {
      return Json.object().put("text", text);
    }

    private static ObjectNode file() {
      return Json.object().put("filename", "output.txt").put("mediaType", "text/plain");
    }

    private static ObjectNode data() {
      ObjectNode part = Json.object();
      part.putObject("data").put("key", "value").put("count", 42);
      return part;
    }
  }

  private static ObjectNode artifact(JsonNode part) {
    ObjectNode artifact = Json.object().put("artifactId", "output").put("name", "output");
    artifact.putArray("parts").add(part);
    return artifact;
  }

  @Override
  public boolean resumes(String agent) {
    return false;
  }

  @Override
  public void cancel(Work work) {}
}
