package dev.cadre.harness;

import dev.cadre.fault.Fault;
import dev.cadre.harness.AgentDefinition.Hook.Point;
import dev.cadre.harness.AgentDefinition.Supervision;
import dev.cadre.harness.Mailbox.Stop;
import dev.cadre.harness.Mailbox.Stopped;
import dev.cadre.harness.OutputCheck.Verdict;
import dev.cadre.harness.TurnEvent.Limit;
import dev.cadre.harness.TurnEvent.Outcome;
import dev.cadre.harness.TurnEvent.ReplyEnded;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import dev.cadre.model.ModelException;
import dev.cadre.model.StopReason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One turn, from what is recorded to its end: model, tools, model, until there is an answer,
 * something to wait for, or a limit. What comes next follows from the transcript alone, so a turn
 * that was cut goes on by running again. Used by one thread.
 */
final class Turn {
  private static final Logger LOG = System.getLogger(Turn.class.getName());

  private final Means means;
  private final Work work;
  private final Transcript transcript;
  private final Spending spending;
  private final Recorder recorder;
  private final Mailbox<Signal> mailbox;
  private final Hooks hooks;
  private final @Nullable OutputCheck output;
  private final Remembering remembering;

  Turn(
      Means means,
      Work work,
      Transcript transcript,
      Spending spending,
      Recorder recorder,
      Mailbox<Signal> mailbox) {
    this.means = means;
    this.work = work;
    this.transcript = transcript;
    this.spending = spending;
    this.recorder = recorder;
    this.mailbox = mailbox;
    this.hooks = new Hooks(means.hooks(), work.agent().hooks(), about());
    this.remembering = new Remembering(means, work, transcript, recorder, mailbox);
    ObjectNode schema = work.agent().outputSchema();
    this.output = schema == null ? null : new OutputCheck(means.schemas(), schema);
  }

  /**
   * Runs to the turn's last event.
   *
   * @throws Fault.Unavailable when the platform ends; the turn goes on after its restart
   * @throws Fault.Internal when the journal does not record it
   * @throws Journal.NotBegun when it could not begin
   */
  TurnEvent run() {
    try {
      return ended();
    } catch (Journal.Unrecorded e) {
      throw new Fault.Internal("the turn could not be recorded; it goes on when it can be", e);
    }
  }

  private TurnEvent ended() {
    try {
      return play();
    } catch (Stopped e) {
      return stopped(e.reason());
    } catch (InterruptedException e) {
      mailbox.stop(Stop.CANCELLED);
      return stopped(mailbox.reason().orElse(Stop.CANCELLED));
    } catch (ModelException e) {
      return failed(Failures.of(e));
    } catch (Journal.Unrecorded | Journal.NotBegun e) {
      throw e;
    } catch (Fault e) {
      return failed(Failures.of(e));
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "the turn " + work.turn() + " broke", e);
      return failed(
          new TurnEvent.Failed(
              "InternalServerException", "the turn broke inside; try again", true));
    }
  }

  private TurnEvent play() throws InterruptedException, Stopped {
    decided();
    Toolset tools = tools();
    if (spending.steps() == 0) {
      Optional<String> denied =
          denied(Point.BEFORE_INVOCATION, "input", InputJson.write(work.input()));
      if (denied.isPresent()) {
        return end(new Outcome.Stopped("", denied.get()));
      }
    }
    if (Reset.is(work.input())) {
      return end(new Outcome.Answer(Reset.ANSWER, StopReason.END_TURN));
    }
    remembering.recall();
    Replying model = replying(tools);
    ToolStep step = new ToolStep(means, work, transcript, tools, hooks, recorder, mailbox);
    while (true) {
      mailbox.check();
      boolean open = !transcript.open().isEmpty();
      String correction = "";
      ReplyEnded last = recorder.lastReply();
      if (!open && last != null && Replies.calls(last).isEmpty()) {
        switch (verdict(last)) {
          case Verdict.Good(String text) -> {
            return answer(text, last);
          }
          case Verdict.Bad(String told) when recorder.finalReplies() < 2 -> correction = told;
          case Verdict.Bad _ -> {
            return failed(misshapen());
          }
        }
      }
      Optional<Spending.Reached> reached = spending.reached();
      if (reached.isPresent()) {
        return end(
            new Outcome.LimitReached(reached.get().limit(), said(), reached.get().message()));
      }
      if (open) {
        Outcome waiting = step.run();
        if (waiting != null) {
          return end(waiting);
        }
      } else {
        model.run(spending.steps() + 1, correction);
      }
    }
  }

  /** Other machines are asked aside; what is here is found at once. */
  private Toolset tools() throws InterruptedException, Stopped {
    return work.agent().tools().stream().allMatch(use -> use.source().local())
        ? Toolset.of(work.agent(), means.tools())
        : Aside.run(mailbox, () -> Toolset.of(work.agent(), means.tools()));
  }

  private Replying replying(Toolset tools) {
    Summaries summaries = new Summaries(means.models(), work, spending, mailbox);
    Trimming trimming = new Trimming(means.models(), work, transcript, recorder, summaries);
    Supervision supervision = work.agent().supervision();
    return supervision == null
        ? new ModelStep(means, work, transcript, tools, recorder, trimming, mailbox)
        : new Supervisor(
            means, work, supervision, transcript, tools, recorder, spending, trimming, mailbox);
  }

  private void decided() {
    if (work.input() instanceof TurnInput.Decisions(var decisions) && !work.again()) {
      recorder.record(
          decisions.stream()
              .<TurnEvent>map(d -> new TurnEvent.ApprovalGiven(d.callId(), d.allowed(), d.by()))
              .toList());
    }
  }

  private Verdict verdict(ReplyEnded reply) {
    String text = Content.text(reply.content());
    return output == null ? new Verdict.Good(text) : output.check(text);
  }

  private TurnEvent answer(String text, ReplyEnded reply) throws InterruptedException, Stopped {
    Optional<String> denied =
        denied(Point.AFTER_INVOCATION, "answer", Json.object().put("text", text));
    if (denied.isPresent()) {
      return end(new Outcome.Stopped("", denied.get()));
    }
    remembering.remember(text);
    return end(new Outcome.Answer(text, reply.stop()));
  }

  private static TurnEvent.Failed misshapen() {
    return new TurnEvent.Failed(
        "RuntimeClientError",
        "the model's answer does not satisfy the agent's output schema, and neither did its second"
            + " try; simplify the schema or take a stronger model",
        true);
  }

  private Optional<String> denied(Point point, String key, ObjectNode details)
      throws InterruptedException, Stopped {
    if (!hooks.any(point)) {
      return Optional.empty();
    }
    recorder.flush();
    ObjectNode body = Json.object();
    body.set(key, details);
    Hooks.Verdict verdict = Aside.run(mailbox, () -> hooks.ask(point, body));
    verdict.asked().forEach(recorder::later);
    return verdict.denied();
  }

  private TurnEvent stopped(Stop reason) {
    return switch (reason) {
      case SHUTDOWN ->
          throw new Fault.Unavailable("the platform is stopping; the turn goes on after its start");
      case CANCELLED -> {
        giveUpCalls("the turn was cancelled");
        yield end(new Outcome.Cancelled(recorder.partial()));
      }
      case TIME -> {
        giveUpCalls("the turn's time was over");
        Duration time = work.agent().limits().time();
        yield end(
            new Outcome.LimitReached(
                Limit.TIME,
                said(),
                "the turn took longer than limits.time, " + time.toSeconds() + "s"));
      }
    };
  }

  /** After a call always comes a result, for the model and for whoever watches. */
  private void giveUpCalls(String why) {
    String told = "No result: " + why + ". Whether the call had an effect is not known.";
    recorder.record(
        transcript.open().stream()
            .<TurnEvent>map(
                open ->
                    new TurnEvent.ToolEnded(
                        open.call().id(),
                        open.call().name(),
                        List.of(new Content.Text(told)),
                        true,
                        Duration.ZERO))
            .toList());
  }

  /** What was said last, whole or not. */
  private String said() {
    ReplyEnded last = recorder.lastReply();
    String partial = recorder.partial();
    return partial.isEmpty() && last != null ? Content.text(last.content()) : partial;
  }

  private TurnEvent end(Outcome outcome) {
    TurnState state =
        switch (outcome) {
          case Outcome.AwaitsApproval _, Outcome.AwaitsResults _ -> TurnState.WAITING;
          case Outcome.Answer _, Outcome.LimitReached _, Outcome.Cancelled _, Outcome.Stopped _ ->
              TurnState.ENDED;
        };
    Duration took = Duration.between(work.began(), means.clock().instant());
    return recorder.close(new TurnEvent.Ended(outcome, spending.usage(), took), state);
  }

  private TurnEvent failed(TurnEvent.Failed event) {
    return recorder.close(event, TurnState.FAILED);
  }

  private ObjectNode about() {
    return Json.object()
        .put("agent", work.agent().name())
        .put("runtime", work.conversation().agent())
        .put("session", work.conversation().session())
        .put("turn", work.turn().toString())
        .put("tenant", work.caller().tenant());
  }
}
