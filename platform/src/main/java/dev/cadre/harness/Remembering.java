package dev.cadre.harness;

import dev.cadre.fault.Fault;
import dev.cadre.harness.AgentDefinition.MemoryUse.LongTerm;
import dev.cadre.harness.Mailbox.Stopped;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What a turn recalls before the model is asked, and keeps once it has answered. A memory that
 * fails does not fail the turn: the turn's events and its trace say what was wrong. Used by one
 * thread.
 */
final class Remembering {
  private final Means means;
  private final Work work;
  private final Transcript transcript;
  private final Recorder recorder;
  private final Mailbox<Signal> mailbox;
  private final @Nullable LongTerm use;

  Remembering(
      Means means, Work work, Transcript transcript, Recorder recorder, Mailbox<Signal> mailbox) {
    this.means = means;
    this.work = work;
    this.transcript = transcript;
    this.recorder = recorder;
    this.mailbox = mailbox;
    this.use =
        work.agent().remembering(work.caller().tenant()).memory() instanceof LongTerm longTerm
            ? longTerm
            : null;
  }

  /** Once in a turn; one that was cut goes on with what it had recalled. */
  void recall() throws InterruptedException, Stopped {
    LongTerm from = use;
    if (from == null || transcript.recalled() != null) {
      return;
    }
    String said = transcript.said();
    // What the model makes of it is recorded behind it.
    recorder.later(
        traced(
            "recall",
            () ->
                new TurnEvent.Recalled(
                    means.memory().recall(from, work.conversation(), said), null),
            problem -> new TurnEvent.Recalled(List.of(), problem)));
  }

  /** Recorded with the end of the turn, which nobody is shown before. */
  void remember(String answer) throws InterruptedException, Stopped {
    LongTerm in = use;
    String said = transcript.said();
    if (in == null || said.isBlank() || answer.isBlank()) {
      return;
    }
    // What the memory keeps must be what was answered, also when a crash comes between.
    recorder.flush();
    recorder.later(
        traced(
            "remember",
            () -> {
              String turn = work.turn().toString();
              means.memory().remember(in, work.conversation(), turn, said, answer);
              return new TurnEvent.Remembered(null);
            },
            TurnEvent.Remembered::new));
  }

  private interface Failure {
    TurnEvent event(String problem);
  }

  private TurnEvent traced(String name, Callable<TurnEvent> call, Failure failure)
      throws InterruptedException, Stopped {
    Span span = means.tracer().spanBuilder(name).setParent(work.caller().trace()).startSpan();
    try {
      return Aside.run(mailbox, call);
    } catch (RuntimeException e) {
      // A fault is worded for whoever called; anything else may quote what nobody should read.
      String problem =
          e instanceof Fault ? String.valueOf(e.getMessage()) : e.getClass().getSimpleName();
      span.setStatus(StatusCode.ERROR, problem);
      return failure.event("the memory failed: " + problem);
    } finally {
      span.end();
    }
  }
}
