package dev.cadre.a2a;

import dev.cadre.fault.Fault;
import dev.cadre.harness.TurnInput;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An agent that does what the text says: {@code ask}, {@code refuse}, {@code hold}, {@code chat},
 * or echo.
 */
final class ScriptedAgent implements TaskAgent {
  final List<Work> works = new CopyOnWriteArrayList<>();
  final BlockingQueue<Work> held = new LinkedBlockingQueue<>();
  final CountDownLatch release = new CountDownLatch(1);
  final CountDownLatch cancelled = new CountDownLatch(1);

  @Override
  public @Nullable ObjectNode message(Work work) {
    return switch (text(work)) {
      case "chat" -> TaskLog.says("no task");
      case "chat no more" -> throw new Fault.Denied("not for you");
      default -> null;
    };
  }

  @Override
  public void work(Work work, Updates updates) throws InterruptedException {
    works.add(work);
    String text = text(work);
    switch (text) {
      case "ask" -> updates.rest(TaskState.INPUT_REQUIRED, TaskLog.says("Which one?"));
      case "refuse" -> throw new Fault.Denied("not for you");
      case "break" -> throw new IllegalStateException("a defect");
      case "hold" -> {
        updates.artifact(piece("first "), false, false);
        held.add(work);
        release.await();
        updates.artifact(piece("second"), true, true);
        updates.rest(TaskState.COMPLETED, null);
      }
      default -> {
        updates.artifact(piece("echo: " + text), false, true);
        updates.rest(TaskState.COMPLETED, null);
      }
    }
  }

  private static String text(Work work) {
    return work.input() instanceof TurnInput.Said(List<Content> content, _)
        ? Content.text(content)
        : work.input().getClass().getSimpleName();
  }

  private static ObjectNode piece(String text) {
    ObjectNode artifact = Json.object().put("artifactId", "answer").put("name", "answer");
    artifact.putArray("parts").addObject().put("text", text);
    return artifact;
  }

  @Override
  public boolean resumes(String agent) {
    return true;
  }

  @Override
  public void cancel(Work work) {
    cancelled.countDown();
  }
}
