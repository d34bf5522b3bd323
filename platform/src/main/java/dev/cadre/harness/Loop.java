package dev.cadre.harness;

import dev.cadre.fault.Fault;
import dev.cadre.harness.AgentDefinition.MemoryUse;
import dev.cadre.harness.Conversations.Past;
import dev.cadre.harness.Conversations.Recorded;
import dev.cadre.harness.Conversations.TurnRecord;
import dev.cadre.harness.Journal.Beginning;
import dev.cadre.harness.LiveTurns.Live;
import dev.cadre.harness.Mailbox.Stop;
import dev.cadre.id.IdSource;
import dev.cadre.model.Caller;
import dev.cadre.model.Content;
import dev.cadre.time.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The turns that run on this node. */
final class Loop implements Turns, AutoCloseable {
  private static final Logger LOG = System.getLogger(Loop.class.getName());
  private static final int MAX_ATTEMPTS = 5;

  private final Means means;
  private final Conversations conversations;
  private final Nodes nodes;
  private final IdSource ids;
  private final TurnSpans spans;
  private final LiveTurns live = new LiveTurns();

  Loop(Means means, Conversations conversations, Nodes nodes, IdSource ids) {
    this.means = means;
    this.conversations = conversations;
    this.nodes = nodes;
    this.ids = ids;
    this.spans = new TurnSpans(means.tracer());
  }

  @Override
  public TurnEvent run(TurnRequest request, TurnSink sink) throws InterruptedException {
    Optional<TurnEvent> before = before(request);
    if (before.isPresent()) {
      shown(before.get(), sink);
      return before.get();
    }
    Live turn =
        live.claim(
            request.conversation(), ids.ordered(means.clock().instant()), request.caller().hops());
    try {
      Past past = conversations.past(request.conversation(), request.agent().memory(), null);
      if (past.running() != null) {
        throw Journal.busy();
      }
      requireAsked(past.transcript(), request.input());
      boolean reset = Reset.is(request.input());
      boolean begins = past.transcript().isNew() && !reset;
      if (reset) {
        past = forgotten(request);
      }
      return run(begins ? request : request.withoutHistory(), sink, turn, past);
    } finally {
      live.release(turn);
    }
  }

  /** How the turn ended that this very request began before a crash. */
  private Optional<TurnEvent> before(TurnRequest request) throws InterruptedException {
    String key = request.key();
    if (key == null) {
      return Optional.empty();
    }
    Optional<TurnRecord> turn = conversations.keyed(request.conversation(), key);
    if (turn.isPresent() && turn.get().state() == TurnState.RUNNING) {
      // Taken up by this node's recovery, or by another's: then it is refused as busy.
      live.awaitEnd(request.conversation(), UUID.fromString(turn.get().id()));
      turn = conversations.keyed(request.conversation(), key);
    }
    return turn.filter(t -> t.state() != TurnState.RUNNING)
        .flatMap(t -> conversations.last(t.id()))
        .filter(
            last ->
                last instanceof TurnEvent.Ended ended
                    && !(ended.outcome() instanceof TurnEvent.Outcome.Cancelled));
  }

  private static void shown(TurnEvent event, TurnSink sink) {
    try {
      sink.accept(event);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "nobody listens to the turn any more", e);
    }
  }

  private TurnEvent run(TurnRequest request, TurnSink sink, Live turn, Past past) {
    Span span = spans.begin(request.agent(), request.conversation(), request.caller());
    Work work = work(request, turn.turn(), span);
    try {
      Beginning beginning = means.journal().begin(begin(request, work, past.waiting()));
      past.transcript().apply(beginning::number, request.input());
      Spending spending = new Spending(request.agent(), means.models());
      Runnable unheard =
          request.goesOnUnheard() ? () -> {} : () -> turn.mailbox().stop(Stop.CANCELLED);
      Recorder recorder =
          new Recorder(
              means, turn.turn(), beginning, past.transcript(), spending, sink, unheard, 1);
      return played(work, past.transcript(), spending, recorder, turn.mailbox(), span);
    } catch (Journal.NotBegun e) {
      throw e.fault();
    } finally {
      span.end();
    }
  }

  private Past forgotten(TurnRequest request) {
    AgentDefinition agent = request.agent().remembering(request.caller().tenant());
    if (agent.memory() instanceof MemoryUse.LongTerm use) {
      means.memory().forget(use, request.conversation());
    }
    conversations.forget(request.conversation());
    return conversations.past(request.conversation(), request.agent().memory(), null);
  }

  private Work work(TurnRequest request, UUID turn, Span span) {
    Caller of = request.caller();
    Caller caller = of.within(of.trace().with(span));
    return new Work(
        turn,
        request.agent(),
        request.conversation(),
        request.input(),
        caller,
        means.clock().instant(),
        false);
  }

  private static Entry.Begin begin(TurnRequest request, Work work, @Nullable UUID waiting) {
    return new Entry.Begin(
        work.turn(),
        work.conversation(),
        work.caller(),
        TurnSpans.written(work.caller().trace()),
        request.agent(),
        request.input(),
        request.key(),
        waiting,
        work.began());
  }

  private TurnEvent played(
      Work work,
      Transcript transcript,
      Spending spending,
      Recorder recorder,
      Mailbox<Signal> mailbox,
      Span span) {
    Timer.Cancellable alarm =
        means.timer().after(work.agent().limits().time(), () -> mailbox.stop(Stop.TIME));
    try {
      TurnEvent last = new Turn(means, work, transcript, spending, recorder, mailbox).run();
      if (last instanceof TurnEvent.Failed failed) {
        span.setStatus(StatusCode.ERROR, failed.code());
      }
      return last;
    } finally {
      alarm.cancel();
      TurnSpans.used(span, spending);
    }
  }

  /** An answer needs a question that still stands. */
  private static void requireAsked(Transcript transcript, TurnInput input) {
    Set<String> waiting =
        transcript.open().stream().map(open -> open.call().id()).collect(Collectors.toSet());
    List<String> answered =
        switch (input) {
          case TurnInput.Said _ -> List.of();
          case TurnInput.Results(var results) ->
              results.stream().map(Content.ToolResult::callId).toList();
          case TurnInput.Decisions(var decisions) ->
              decisions.stream().map(TurnInput.Decision::callId).toList();
        };
    for (String call : answered) {
      if (!waiting.contains(call)) {
        throw new Fault.Conflict(
            "nothing waits for an answer to the call '"
                + call
                + "'; "
                + (waiting.isEmpty()
                    ? "no call waits in this session"
                    : "these wait: " + String.join(", ", waiting)));
      }
    }
    if (answered.isEmpty() && !(input instanceof TurnInput.Said)) {
      throw new Fault.Invalid("the input answers no call; name at least one");
    }
  }

  @Override
  public boolean cancel(ConversationId conversation) {
    return live.cancel(conversation);
  }

  @Override
  public void recover() {
    // All are claimed before one goes on: an outer turn's repeated call must find its inner turn.
    Map<Nodes.Cut, Live> claimed = new LinkedHashMap<>();
    for (Nodes.Cut cut : nodes.takeOver(live.ids())) {
      LOG.log(Level.INFO, "the turn {0} was cut; it goes on", cut.turn());
      try {
        claimed.put(cut, live.claim(cut.conversation(), cut.turn(), cut.caller().hops()));
      } catch (Fault e) {
        LOG.log(Level.WARNING, "a cut turn waits for the next look", e);
      }
    }
    claimed.forEach(
        (cut, turn) ->
            Thread.ofVirtual().name("turn-" + cut.turn()).start(() -> resume(cut, turn)));
  }

  private void resume(Nodes.Cut cut, Live turn) {
    try {
      goOn(cut, turn);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the turn " + cut.turn() + " could not go on yet", e);
    } finally {
      live.release(turn);
    }
  }

  private void goOn(Nodes.Cut cut, Live turn) {
    // Looked at again under the claim: it may have ended here while it was taken over.
    if (conversations
        .turn(cut.turn().toString())
        .filter(t -> t.state() == TurnState.RUNNING)
        .isEmpty()) {
      return;
    }
    AgentDefinition agent = cut.agent();
    Past past = conversations.past(cut.conversation(), agent.memory(), cut.turn());
    Transcript transcript = past.transcript();
    transcript.apply(cut::number, cut.input());
    Spending spending = new Spending(agent, means.models());
    List<Recorded> recorded = conversations.all(cut.turn());
    Recorder recorder =
        new Recorder(
            means,
            cut.turn(),
            cut::number,
            transcript,
            spending,
            _ -> {},
            () -> {},
            recorded.size());
    recorded.forEach(each -> recorder.know(each.event()));
    Caller caller = cut.caller();
    Span span = spans.begin(agent, cut.conversation(), caller);
    try {
      if (cut.attempts() > MAX_ATTEMPTS) {
        recorder.close(
            new TurnEvent.Failed(
                "InternalServerException",
                "the turn was cut " + MAX_ATTEMPTS + " times and is given up; send the input again",
                true),
            TurnState.FAILED);
        return;
      }
      Caller inside = caller.within(caller.trace().with(span));
      Work work =
          new Work(
              cut.turn(),
              agent,
              cut.conversation(),
              cut.input(),
              inside,
              means.clock().instant(),
              true);
      played(work, transcript, spending, recorder, turn.mailbox(), span);
    } finally {
      span.end();
    }
  }

  /** Turns stop where they are, to go on after the next start. */
  @Override
  public void close() {
    live.close();
  }
}
