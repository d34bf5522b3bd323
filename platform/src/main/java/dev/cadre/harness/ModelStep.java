package dev.cadre.harness;

import dev.cadre.harness.Mailbox.Stopped;
import dev.cadre.model.Message;
import dev.cadre.model.ModelException;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.Reply;
import dev.cadre.model.ReplyEvent;
import dev.cadre.model.ToolChoice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Asks the model for one reply and records it as it comes. The model runs on a thread of its own,
 * so that the turn's thread can write, show and be stopped meanwhile.
 */
final class ModelStep implements Replying {
  private final Means means;
  private final Work work;
  private final Transcript transcript;
  private final Toolset tools;
  private final Recorder recorder;
  private final Trimming trimming;
  private final Mailbox<Signal> mailbox;

  ModelStep(
      Means means,
      Work work,
      Transcript transcript,
      Toolset tools,
      Recorder recorder,
      Trimming trimming,
      Mailbox<Signal> mailbox) {
    this.means = means;
    this.work = work;
    this.transcript = transcript;
    this.tools = tools;
    this.recorder = recorder;
    this.trimming = trimming;
    this.mailbox = mailbox;
  }

  @Override
  public void run(int step, String correction) throws InterruptedException, Stopped {
    trimming.fit(() -> request(correction));
    recorder.later(new TurnEvent.ReplyStarted(step));
    try {
      ask(step, request(correction));
    } catch (ModelException.TooLong e) {
      // The estimate was too low. Once more with much less, then it is the caller's to know.
      if (!trimming.shrink(() -> request(correction))) {
        throw e;
      }
      ask(step, request(correction));
    }
  }

  private ModelRequest request(String correction) {
    List<Message> messages = new ArrayList<>(transcript.messages());
    if (!correction.isEmpty()) {
      messages.add(new Message.User(correction));
    }
    AgentDefinition agent = work.agent();
    return new ModelRequest(
        agent.model(),
        Instructions.of(agent, transcript, !tools.specs().isEmpty()),
        messages,
        tools.specs(),
        ToolChoice.AUTO,
        agent.sampling(),
        agent.outputSchema());
  }

  private void ask(int step, ModelRequest request) throws InterruptedException, Stopped {
    Instant began = means.clock().instant();
    Thread thread =
        Thread.ofVirtual().name("model-" + work.agent().name()).start(() -> call(request));
    try {
      // The model is at work while the turn's beginning is recorded.
      recorder.begun();
      Replies replies = new Replies(step);
      while (!took(mailbox.take(), replies, began)) {}
    } finally {
      // Told to stop when the turn is; otherwise it has ended already.
      thread.interrupt();
    }
  }

  private void call(ModelRequest request) {
    try {
      mailbox.post(new Signal.Replied(means.models().reply(work.caller(), request, this::part)));
    } catch (RuntimeException e) {
      mailbox.post(new Signal.Broke(e));
    } catch (InterruptedException e) {
      mailbox.post(new Signal.Broke(new CancellationException("the model was interrupted")));
    }
  }

  private void part(ReplyEvent event) {
    try {
      mailbox.put(new Signal.Part(event));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("nobody waits for the reply any more");
    }
  }

  /** True when the reply is whole. */
  private boolean took(List<Signal> signals, Replies replies, Instant began) {
    List<ReplyEvent> parts = new ArrayList<>();
    for (Signal signal : signals) {
      switch (signal) {
        case Signal.Part(ReplyEvent event) -> parts.add(event);
        case Signal.Replied(Reply reply) -> {
          whole(
              replies.events(parts),
              replies.ended(reply, Duration.between(began, means.clock().instant())));
          return true;
        }
        case Signal.Broke(RuntimeException why) -> {
          recorder.record(replies.events(parts));
          throw why;
        }
        // Of a call that was given up with an earlier step.
        case Signal.ToolDone _, Signal.Done _, Signal.Inside _, Signal.Hooked _ -> {}
      }
    }
    recorder.record(replies.events(parts));
    return false;
  }

  /** What calls no tool is most often the answer: the turn's end is recorded with it. */
  private void whole(List<TurnEvent> parts, TurnEvent.ReplyEnded ended) {
    List<TurnEvent> events = new ArrayList<>(parts);
    events.add(ended);
    if (Replies.calls(ended).isEmpty()) {
      events.forEach(recorder::later);
    } else {
      recorder.record(events);
    }
  }
}
