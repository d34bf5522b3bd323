package dev.cadre.harness;

import dev.cadre.harness.AgentDefinition.Hook.Point;
import dev.cadre.harness.Mailbox.Stopped;
import dev.cadre.harness.Transcript.OpenCall;
import dev.cadre.harness.TurnEvent.Outcome;
import dev.cadre.harness.TurnInput.Decision;
import dev.cadre.model.Content;
import dev.cadre.object.Attached;
import dev.cadre.tool.Progress;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolOutcome;
import dev.cadre.tool.ToolRunner;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of one reply. They are independent of each other, for the model made them without
 * seeing a result, so they run side by side. What has a result in the journal is not made again.
 */
final class ToolStep {
  private static final int AT_ONCE = 16;
  private static final int MOST = 64;

  private final Means means;
  private final Work work;
  private final Transcript transcript;
  private final Toolset tools;
  private final Hooks hooks;
  private final Recorder recorder;
  private final Mailbox<Signal> mailbox;
  private final Map<String, ToolRunner.Running> running = new LinkedHashMap<>();

  ToolStep(
      Means means,
      Work work,
      Transcript transcript,
      Toolset tools,
      Hooks hooks,
      Recorder recorder,
      Mailbox<Signal> mailbox) {
    this.means = means;
    this.work = work;
    this.transcript = transcript;
    this.tools = tools;
    this.hooks = hooks;
    this.recorder = recorder;
    this.mailbox = mailbox;
  }

  /** What becomes of a call. */
  private sealed interface Fate {
    record Run(Tool tool) implements Fate {}

    /** The model is told at once. */
    record Told(String message) implements Fate {}

    record Approval() implements Fate {}

    record Client() implements Fate {}
  }

  private static final Fate TOO_MANY =
      new Fate.Told("Not called: one reply may make " + MOST + " calls. Make fewer at once.");

  /** Returns what the turn waits for; null when every call has its result. */
  @Nullable Outcome run() throws InterruptedException, Stopped {
    List<TurnEvent> events = new ArrayList<>();
    Deque<ToolRunner.Job> jobs = new ArrayDeque<>();
    List<Content.ToolCall> approvals = new ArrayList<>();
    List<Content.ToolCall> clients = new ArrayList<>();
    List<OpenCall> calls = transcript.open();
    for (int i = 0; i < calls.size(); i++) {
      Content.ToolCall call = calls.get(i).call();
      switch (i < MOST ? fate(calls.get(i)) : TOO_MANY) {
        case Fate.Run(Tool tool) -> {
          events.add(new TurnEvent.ToolStarted(call.id(), call.name(), call.arguments()));
          jobs.add(job(call, tool));
        }
        case Fate.Told(String message) -> events.add(told(call, message));
        case Fate.Approval() -> approvals.add(call);
        case Fate.Client() -> clients.add(call);
      }
    }
    recorder.record(events);
    runAll(jobs);
    if (!approvals.isEmpty()) {
      recorder.record(
          approvals.stream()
              .<TurnEvent>map(
                  call -> new TurnEvent.ApprovalWanted(call.id(), call.name(), call.arguments()))
              .toList());
      return new Outcome.AwaitsApproval(approvals);
    }
    return clients.isEmpty() ? null : new Outcome.AwaitsResults(clients);
  }

  private Fate fate(OpenCall open) {
    Content.ToolCall call = open.call();
    Optional<Toolset.Entry> entry = tools.find(call.name());
    if (entry.isEmpty()) {
      return new Fate.Told(tools.unknown(call.name()));
    }
    // Before a person is asked to allow what cannot be done.
    Optional<String> complaint =
        means.runner().complaint(entry.get().spec().inputSchema(), call.arguments());
    if (complaint.isPresent()) {
      return new Fate.Told(complaint.get());
    }
    Decision decision = open.decision();
    if (decision != null && !decision.allowed()) {
      String reason = decision.reason();
      return new Fate.Told(
          "Not called: "
              + decision.by()
              + " refused it"
              + (reason == null || reason.isBlank() ? "." : ": " + reason));
    }
    if (entry.get().approval() && decision == null) {
      return new Fate.Approval();
    }
    Tool tool = entry.get().tool();
    return tool == null ? new Fate.Client() : new Fate.Run(tool);
  }

  private ToolRunner.Job job(Content.ToolCall call, Tool tool) {
    Tool watched =
        tool instanceof AgentTool agent
            ? new WatchedAgent(
                agent, call.id(), mailbox, Attached.in(transcript.said()), transcript.outer())
            : tool;
    boolean hooked = hooks.any(Point.BEFORE_TOOL_CALL) || hooks.any(Point.AFTER_TOOL_CALL);
    return new ToolRunner.Job(
        hooked ? new HookedTool(watched, call.id(), hooks, mailbox) : watched,
        call.id(),
        call.arguments(),
        work.caller(),
        work.turn() + "/" + call.id(),
        Patience.ofTools(work, means.clock()),
        Progress.NONE);
  }

  private static TurnEvent told(Content.ToolCall call, String message) {
    return new TurnEvent.ToolEnded(
        call.id(), call.name(), List.of(new Content.Text(message)), true, Duration.ZERO);
  }

  private void runAll(Deque<ToolRunner.Job> jobs) throws InterruptedException, Stopped {
    try {
      while (!jobs.isEmpty() || !running.isEmpty()) {
        while (!jobs.isEmpty() && running.size() < AT_ONCE) {
          start(jobs.remove());
        }
        recorder.record(ended(mailbox.take()));
      }
    } catch (InterruptedException | Stopped e) {
      abandon();
      // What ended in the same moment did happen.
      recorder.record(ended(mailbox.rest()));
      throw e;
    } finally {
      abandon();
    }
  }

  private void abandon() {
    running.values().forEach(ToolRunner.Running::abandon);
  }

  private void start(ToolRunner.Job job) {
    running.put(
        job.callId(),
        means
            .runner()
            .start(job, finished -> mailbox.post(new Signal.ToolDone(job.callId(), finished))));
  }

  private List<TurnEvent> ended(List<Signal> signals) {
    List<TurnEvent> events = new ArrayList<>();
    for (Signal signal : signals) {
      switch (signal) {
        case Signal.ToolDone(String callId, ToolRunner.Finished finished) -> {
          if (running.remove(callId) != null) {
            events.add(event(callId, finished));
          }
        }
        case Signal.Inside(TurnEvent.Within event) -> {
          // Of a call that was given up nothing more is told.
          if (running.containsKey(event.callId())) {
            recorder.relay(event);
          }
        }
        case Signal.Hooked(String callId, TurnEvent.HookAsked event) -> {
          if (running.containsKey(callId)) {
            events.add(event);
          }
        }
        // The reply is over; its last words came before.
        case Signal.Part _, Signal.Replied _, Signal.Broke _, Signal.Done _ -> {}
      }
    }
    return events;
  }

  private TurnEvent event(String callId, ToolRunner.Finished finished) {
    String tool =
        transcript.open().stream()
            .filter(open -> open.call().id().equals(callId))
            .map(open -> open.call().name())
            .findFirst()
            .orElse("");
    return switch (finished.outcome()) {
      case ToolOutcome.Answered(List<Content> content) ->
          new TurnEvent.ToolEnded(callId, tool, content, false, finished.took());
      case ToolOutcome.Failed(String message) ->
          new TurnEvent.ToolEnded(
              callId, tool, List.of(new Content.Text(message)), true, finished.took());
    };
  }
}
