package dev.cadre.a2a;

import dev.cadre.agent.Artifact;
import dev.cadre.harness.TurnEvent;
import dev.cadre.harness.TurnEvent.Outcome;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import dev.cadre.session.AgentCall;
import dev.cadre.session.AgentCalls;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Works on tasks by calling the platform's agents. What an agent says while it works is the
 * artifact {@code answer}, begun anew with each reply of its model, so that in the end it holds the
 * answer; images and documents that its tools made are artifacts of their own.
 */
final class TurnAgent implements TaskAgent {
  private final AgentCalls agents;
  private final Directory directory;
  private final InstantSource clock;

  TurnAgent(AgentCalls agents, Directory directory, InstantSource clock) {
    this.agents = agents;
    this.directory = directory;
    this.clock = clock;
  }

  /** Never: a turn takes time, and a task can be asked for again, cancelled and pushed. */
  @Override
  public @Nullable ObjectNode message(Work work) {
    return null;
  }

  @Override
  public void work(Work work, Updates updates) throws InterruptedException {
    Showing showing = new Showing(updates, clock);
    TurnEvent last = agents.call(call(work), showing::accept);
    showing.end(last);
  }

  @Override
  public boolean resumes(String agent) {
    return directory.find(agent, null).artifact() instanceof Artifact.Declared;
  }

  @Override
  public void cancel(Work work) {
    agents.cancel(call(work));
  }

  private static AgentCall call(Work work) {
    return new AgentCall(
        work.agent(), null, work.session(), work.input(), work.caller(), work.key());
  }

  /** Shows one turn. On the turn's own thread. */
  private static final class Showing {
    private static final String ANSWER = "answer";

    /** Text is shown at most so often, so that a fast model does not write a row for each word. */
    private static final Duration AT_MOST = Duration.ofMillis(50);

    private final Updates updates;
    private final InstantSource clock;
    private final StringBuilder shown = new StringBuilder();
    private final StringBuilder held = new StringBuilder();
    private Instant lastShown;
    private int files;

    /** What a supervisor asks before it has anything done. */
    private @Nullable String question;

    Showing(Updates updates, InstantSource clock) {
      this.updates = updates;
      this.clock = clock;
      this.lastShown = clock.instant();
    }

    void accept(TurnEvent event) {
      switch (event) {
        case TurnEvent.ReplyStarted _ -> {
          // What was said before a tool was called is not the answer.
          shown.setLength(0);
          held.setLength(0);
        }
        case TurnEvent.Decided decided -> question = decided.question();
        case TurnEvent.Text(_, _, String delta) -> text(delta);
        case TurnEvent.ToolEnded(_, _, List<Content> content, _, _) -> content.forEach(this::file);
        case TurnEvent.Started _,
            TurnEvent.Reasoning _,
            TurnEvent.ToolCallStarted _,
            TurnEvent.ToolCallArguments _,
            TurnEvent.ReplyEnded _,
            TurnEvent.ToolStarted _,
            TurnEvent.ApprovalWanted _,
            TurnEvent.ApprovalGiven _,
            TurnEvent.Within _,
            TurnEvent.ContextTrimmed _,
            TurnEvent.Recalled _,
            TurnEvent.Remembered _,
            TurnEvent.HookAsked _,
            TurnEvent.Ended _,
            TurnEvent.Failed _ -> {}
      }
    }

    /** The latest piece is held back, for the last one has to say that it is. */
    private void text(String delta) {
      Instant now = clock.instant();
      if (!held.isEmpty() && !now.isBefore(lastShown.plus(AT_MOST))) {
        show(held.toString(), !shown.isEmpty(), false);
        shown.append(held);
        held.setLength(0);
        lastShown = now;
      }
      held.append(delta);
    }

    private void show(String text, boolean append, boolean last) {
      ObjectNode artifact = artifact(ANSWER, ANSWER);
      ((ArrayNode) artifact.path("parts")).addObject().put("text", text);
      updates.artifact(artifact, append, last);
    }

    private static ObjectNode artifact(String id, String name) {
      ObjectNode artifact = Json.object().put("artifactId", id).put("name", name);
      artifact.putArray("parts");
      return artifact;
    }

    private void file(Content content) {
      switch (content) {
        case Content.Image image -> file("image", image.mediaType(), image.data().toArray());
        case Content.Document document ->
            file(document.name(), document.mediaType(), document.data().toArray());
        case Content.Text _,
            Content.Data _,
            Content.ToolCall _,
            Content.ToolResult _,
            Content.Reasoning _ -> {}
      }
    }

    private void file(String name, String mediaType, byte[] bytes) {
      files++;
      ObjectNode artifact = artifact("file-" + files, name);
      ((ArrayNode) artifact.path("parts"))
          .addObject()
          .put("raw", Base64.getEncoder().encodeToString(bytes))
          .put("filename", name)
          .put("mediaType", mediaType);
      updates.artifact(artifact, false, true);
    }

    void end(TurnEvent last) {
      switch (last) {
        case TurnEvent.Ended(Outcome outcome, _, _) -> ended(outcome);
        case TurnEvent.Failed(String code, String message, _) -> {
          boolean refused =
              code.equals("ValidationException") || code.equals("AccessDeniedException");
          updates.rest(refused ? TaskState.REJECTED : TaskState.FAILED, TaskLog.says(message));
        }
        default -> updates.rest(TaskState.FAILED, TaskLog.says("The agent did not end its turn."));
      }
    }

    private void ended(Outcome outcome) {
      switch (outcome) {
        case Outcome.Answer(String text, _) when question != null ->
            updates.rest(TaskState.INPUT_REQUIRED, TaskLog.says(text));
        case Outcome.Answer(String text, _) -> {
          whole(text);
          updates.rest(TaskState.COMPLETED, null);
        }
        case Outcome.AwaitsApproval(List<Content.ToolCall> calls) ->
            updates.rest(
                TaskState.INPUT_REQUIRED, question("May these calls be made?", "approvals", calls));
        case Outcome.AwaitsResults(List<Content.ToolCall> calls) ->
            updates.rest(
                TaskState.INPUT_REQUIRED,
                question("Make these calls, and send their results.", "calls", calls));
        case Outcome.LimitReached(_, String text, String message) -> {
          whole(text);
          updates.rest(TaskState.FAILED, TaskLog.says(message));
        }
        case Outcome.Cancelled(String text) -> {
          whole(text);
          updates.rest(TaskState.CANCELED, null);
        }
        case Outcome.Stopped(String text, String reason) -> {
          whole(text);
          updates.rest(TaskState.REJECTED, TaskLog.says(reason));
        }
      }
    }

    /** Ends the artifact so that it holds {@code answer}, whatever was shown of it. */
    private void whole(String answer) {
      if (answer.isEmpty()) {
        return;
      }
      boolean goesOn = (shown.toString() + held).equals(answer) && !held.isEmpty();
      show(goesOn ? held.toString() : answer, goesOn && !shown.isEmpty(), true);
    }

    private static ObjectNode question(String text, String member, List<Content.ToolCall> calls) {
      ObjectNode says = TaskLog.says(text);
      ArrayNode list =
          ((ArrayNode) says.path("parts")).addObject().putObject("data").putArray(member);
      for (Content.ToolCall call : calls) {
        list.addObject()
            .put("id", call.id())
            .put("tool", call.name())
            .set("arguments", call.arguments());
      }
      return says;
    }
  }
}
