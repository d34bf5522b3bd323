package dev.cadre.harness;

import dev.cadre.harness.Journal.Beginning;
import dev.cadre.harness.TurnEvent.ReplyEnded;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The one way by which something happens in a turn: recorded, then part of what the turn knows,
 * then shown. Used by the turn's thread alone.
 */
final class Recorder {
  private static final Logger LOG = System.getLogger(Recorder.class.getName());

  private final Means means;
  private final UUID turn;
  private final Beginning beginning;
  private final Transcript transcript;
  private final Spending spending;
  private final TurnSink sink;
  private final Runnable unheard;
  private final List<TurnEvent> later = new ArrayList<>();
  private int next;
  private boolean begun;
  private boolean heard = true;
  private @Nullable ReplyEnded lastReply;
  private int finalReplies;
  private final StringBuilder partial = new StringBuilder();

  /**
   * @param beginning of a new turn, whose first event is shown once that is recorded
   * @param next the number of the next event
   * @param unheard called once when nobody listens any more
   */
  Recorder(
      Means means,
      UUID turn,
      Beginning beginning,
      Transcript transcript,
      Spending spending,
      TurnSink sink,
      Runnable unheard,
      int next) {
    this.means = means;
    this.turn = turn;
    this.beginning = beginning;
    this.transcript = transcript;
    this.spending = spending;
    this.sink = sink;
    this.unheard = unheard;
    this.next = next;
  }

  /**
   * Waits until the turn is recorded as begun, and shows that it is.
   *
   * @throws Journal.NotBegun when it could not begin
   */
  void begun() {
    if (!begun) {
      long _ = beginning.number();
      begun = true;
      show(new TurnEvent.Started(turn.toString()));
    }
  }

  /**
   * Takes it in at once, and records and shows it with what comes next: saves a commit where
   * nothing acts on it in between.
   */
  void later(TurnEvent event) {
    know(event);
    later.add(event);
  }

  /** Records what was put off: something outside is about to act on it. */
  void flush() {
    begun();
    record(List.of());
  }

  void record(TurnEvent event) {
    record(List.of(event), null, null);
  }

  void record(List<TurnEvent> events) {
    record(events, null, null);
  }

  void trimmed(TurnEvent event, Entry.@Nullable Trim trim) {
    record(List.of(event), null, trim);
  }

  /** The turn's last event, which is returned. */
  TurnEvent close(TurnEvent event, TurnState state) {
    record(
        List.of(event),
        new Entry.Close(
            state, spending.steps(), spending.usage().input(), spending.usage().output()),
        null);
    return event;
  }

  private void record(
      List<TurnEvent> events, Entry.@Nullable Close close, Entry.@Nullable Trim trim) {
    List<TurnEvent> all = new ArrayList<>(later);
    all.addAll(events);
    if (all.isEmpty()) {
      return;
    }
    begun();
    means.journal().append(new Entry.Append(turn, next, all, means.clock().instant(), close, trim));
    next += all.size();
    later.forEach(this::show);
    later.clear();
    for (TurnEvent event : events) {
      know(event);
      show(event);
    }
  }

  /** Takes in an event that is recorded already. */
  void know(TurnEvent event) {
    transcript.apply(event);
    switch (event) {
      case TurnEvent.ReplyStarted _ -> partial.setLength(0);
      case TurnEvent.Text text -> partial.append(text.delta());
      case ReplyEnded reply -> {
        partial.setLength(0);
        spending.add(reply);
        lastReply = reply;
        finalReplies += Replies.calls(reply).isEmpty() ? 1 : 0;
      }
      case TurnEvent.Started _,
          TurnEvent.Reasoning _,
          TurnEvent.ToolCallStarted _,
          TurnEvent.ToolCallArguments _,
          TurnEvent.ToolStarted _,
          TurnEvent.ToolEnded _,
          TurnEvent.ApprovalWanted _,
          TurnEvent.ApprovalGiven _,
          TurnEvent.ContextTrimmed _,
          TurnEvent.Recalled _,
          TurnEvent.Remembered _,
          TurnEvent.HookAsked _,
          TurnEvent.Decided _,
          TurnEvent.Within _,
          TurnEvent.Ended _,
          TurnEvent.Failed _ -> {}
    }
  }

  /** Shows what is recorded elsewhere. */
  void relay(TurnEvent.Within event) {
    show(event);
  }

  private void show(TurnEvent event) {
    if (!heard) {
      return;
    }
    try {
      sink.accept(event);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "nobody listens to the turn any more", e);
      heard = false;
      unheard.run();
    }
  }

  /** The newest whole reply of this turn; null before the first. */
  @Nullable ReplyEnded lastReply() {
    return lastReply;
  }

  /** How many replies of this turn called no tool. */
  int finalReplies() {
    return finalReplies;
  }

  /** What was shown of a reply that is not whole yet; empty between replies. */
  String partial() {
    return partial.toString();
  }
}
