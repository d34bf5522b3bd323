package dev.cadre.harness;

import dev.cadre.fault.Fault;
import dev.cadre.harness.AgentDefinition.MemoryUse;
import dev.cadre.harness.Conversations.Past;
import dev.cadre.harness.Conversations.Recorded;
import dev.cadre.harness.Journal.Beginning;
import dev.cadre.harness.Mailbox.Stop;
import dev.cadre.id.IdSource;
import dev.cadre.model.Caller;
import dev.cadre.model.Content;
import dev.cadre.telemetry.SpanKeys;
import dev.cadre.telemetry.TraceContext;
import dev.cadre.time.Timer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The turns that run on this node. */
final class Loop implements Turns, AutoCloseable {
  private static final Logger LOG = System.getLogger(Loop.class.getName());
  private static final AttributeKey<String> OPERATION =
      AttributeKey.stringKey("gen_ai.operation.name");
  private static final AttributeKey<String> NAME = AttributeKey.stringKey("gen_ai.agent.name");
  private static final AttributeKey<Long> INPUT = AttributeKey.longKey("gen_ai.usage.input_tokens");
  private static final AttributeKey<Long> OUTPUT =
      AttributeKey.longKey("gen_ai.usage.output_tokens");
  private static final int MAX_TURNS = 10_000;
  private static final int MAX_ATTEMPTS = 5;

  private final Means means;
  private final Conversations conversations;
  private final Nodes nodes;
  private final IdSource ids;
  private final Map<ConversationId, Live> live = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** A turn under way. */
  private record Live(UUID turn, Mailbox<Signal> mailbox) {}

  Loop(Means means, Conversations conversations, Nodes nodes, IdSource ids) {
    this.means = means;
    this.conversations = conversations;
    this.nodes = nodes;
    this.ids = ids;
  }

  @Override
  public TurnEvent run(TurnRequest request, TurnSink sink) throws InterruptedException {
    Live turn = claim(request.conversation(), ids.ordered(means.clock().instant()));
    try {
      Past past = conversations.past(request.conversation(), request.agent().memory(), null);
      if (past.running() != null) {
        throw Journal.busy();
      }
      requireAsked(past.transcript(), request.input());
      if (Reset.is(request.input())) {
        past = forgotten(request);
      }
      return run(request, sink, turn, past);
    } finally {
      live.remove(request.conversation(), turn);
    }
  }

  private TurnEvent run(TurnRequest request, TurnSink sink, Live turn, Past past) {
    Span span = span(request.agent(), request.conversation(), request.caller());
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
        work.caller().tenant(),
        traceparent(work.caller().trace()),
        request.agent(),
        request.input(),
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
      span.setAttribute(INPUT, spending.usage().input());
      span.setAttribute(OUTPUT, spending.usage().output());
    }
  }

  private Live claim(ConversationId conversation, UUID turn) {
    if (closed) {
      throw new Fault.Unavailable("the platform is stopping; try again in a moment");
    }
    if (live.size() >= MAX_TURNS) {
      throw new Fault.Throttled(
          MAX_TURNS + " turns run already; try again when some have ended", Duration.ofSeconds(1));
    }
    Live mine = new Live(turn, new Mailbox<>());
    if (live.putIfAbsent(conversation, mine) != null) {
      throw Journal.busy();
    }
    return mine;
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
    Live turn = live.get(conversation);
    return turn != null && turn.mailbox().stop(Stop.CANCELLED);
  }

  @Override
  public void recover() {
    Set<UUID> held = new HashSet<>();
    live.values().forEach(turn -> held.add(turn.turn()));
    for (Nodes.Cut cut : nodes.takeOver(held)) {
      LOG.log(Level.INFO, "the turn {0} was cut; it goes on", cut.turn());
      Thread.ofVirtual().name("turn-" + cut.turn()).start(() -> resume(cut));
    }
  }

  private void resume(Nodes.Cut cut) {
    Live turn;
    try {
      turn = claim(cut.conversation(), cut.turn());
    } catch (Fault e) {
      LOG.log(Level.WARNING, "a cut turn waits for the next look", e);
      return;
    }
    try {
      goOn(cut, turn);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the turn " + cut.turn() + " could not go on yet", e);
    } finally {
      live.remove(cut.conversation(), turn);
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
    Caller caller =
        new Caller(
            cut.tenant(),
            cut.conversation().agent(),
            cut.conversation().session(),
            context(cut.traceparent()));
    Span span = span(agent, cut.conversation(), caller);
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

  private Span span(AgentDefinition agent, ConversationId conversation, Caller caller) {
    return means
        .tracer()
        .spanBuilder("invoke_agent " + agent.name())
        .setParent(caller.trace())
        .setAttribute(OPERATION, "invoke_agent")
        .setAttribute(NAME, agent.name())
        .setAttribute(SpanKeys.AGENT, conversation.agent())
        .setAttribute(SpanKeys.SESSION, conversation.session())
        .startSpan();
  }

  private static @Nullable String traceparent(Context trace) {
    Map<String, String> headers = new HashMap<>();
    TraceContext.write(trace, headers::put);
    return headers.get("traceparent");
  }

  private static Context context(@Nullable String traceparent) {
    return TraceContext.read(name -> name.equals("traceparent") ? traceparent : null);
  }

  /** Turns stop where they are, to go on after the next start. */
  @Override
  public void close() {
    closed = true;
    live.values().forEach(turn -> turn.mailbox().stop(Stop.SHUTDOWN));
  }
}
