package dev.cadre.harness;

import dev.cadre.harness.AgentDefinition.Supervision;
import dev.cadre.harness.Mailbox.Stopped;
import dev.cadre.harness.RoutingForm.Filled;
import dev.cadre.harness.RoutingForm.Read;
import dev.cadre.harness.TurnEvent.Chosen;
import dev.cadre.harness.TurnEvent.Decided;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import dev.cadre.model.Message;
import dev.cadre.model.ModelException;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.Reply;
import dev.cadre.model.ReplySink;
import dev.cadre.model.StopReason;
import dev.cadre.model.ToolChoice;
import dev.cadre.model.ToolSpec;
import dev.cadre.model.Usage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The replies of a supervisor. The first decides whom to ask, and is recorded as calls of those
 * agents, so that they run, and are taken up after a crash, as any calls are. The second answers
 * from what they said. Neither is shown before it is whole: what a model says while it routes is
 * nobody's to read.
 */
final class Supervisor implements Replying {
  private static final Logger LOG = System.getLogger(Supervisor.class.getName());
  private static final int TRIES = 2;

  private final Means means;
  private final Work work;
  private final Supervision supervision;
  private final Transcript transcript;
  private final Recorder recorder;
  private final Spending spending;
  private final Trimming trimming;
  private final Mailbox<Signal> mailbox;
  private final List<ToolSpec> agents;
  private final RoutingForm form;

  Supervisor(
      Means means,
      Work work,
      Supervision supervision,
      Transcript transcript,
      Toolset tools,
      Recorder recorder,
      Spending spending,
      Trimming trimming,
      Mailbox<Signal> mailbox) {
    this.means = means;
    this.work = work;
    this.supervision = supervision;
    this.transcript = transcript;
    this.recorder = recorder;
    this.spending = spending;
    this.trimming = trimming;
    this.mailbox = mailbox;
    this.agents = tools.specs();
    this.form = new RoutingForm(means.schemas(), tools.agents(), supervision);
  }

  @Override
  public void run(int step, String correction) throws InterruptedException, Stopped {
    recorder.later(new TurnEvent.ReplyStarted(step));
    Findings findings = Findings.of(transcript.messages());
    if (findings.isEmpty()) {
      decide(step);
    } else {
      answer(step, findings);
    }
  }

  private void decide(int step) throws InterruptedException, Stopped {
    String complaint = "";
    Reply last = null;
    for (int tried = 0; tried < TRIES; tried++) {
      Optional<Reply> reply;
      try {
        reply = decision(complaint);
      } catch (ModelException.Cut e) {
        complaint = RoutingForm.unusable(List.of("its JSON breaks off"));
        continue;
      }
      if (reply.isEmpty()) {
        break;
      }
      if (last != null) {
        spending.spent(last.model(), last.usage());
      }
      last = reply.get();
      switch (form.read(last)) {
        case Read.Good(Filled filled) -> {
          settle(step, filled, last);
          return;
        }
        case Read.Bad(String told) -> complaint = told;
      }
    }
    String best = form.nearest(transcript.said());
    Filled fallback =
        new Filled(
            List.of(form.chosen(best, transcript.said(), "its description is nearest")),
            "",
            "",
            0,
            "the model made no decision that could be used");
    ask(step, fallback, last);
  }

  private Optional<Reply> decision(String complaint) throws InterruptedException, Stopped {
    Supplier<ModelRequest> request =
        () -> {
          List<Message> messages = new ArrayList<>(transcript.messages());
          if (!complaint.isEmpty()) {
            messages.add(new Message.User(complaint));
          }
          return request(
              SupervisorText.DECIDE,
              messages,
              List.of(form.spec()),
              new ToolChoice.One(RoutingForm.TOOL));
        };
    trimming.fit(request);
    Duration limit = Patience.ofDecision(work, supervision, means.clock());
    return asked(request.get(), limit);
  }

  private ModelRequest request(
      String told, List<Message> messages, List<ToolSpec> tools, ToolChoice choice) {
    AgentDefinition agent = work.agent();
    return new ModelRequest(
        agent.model(),
        Instructions.of(agent, transcript, true) + told,
        messages,
        tools,
        choice,
        agent.sampling(),
        null);
  }

  /** Empty when there was no reply in time. The turn's beginning is recorded meanwhile. */
  private Optional<Reply> asked(ModelRequest request, Duration limit)
      throws InterruptedException, Stopped {
    return Aside.within(
        mailbox,
        means.timer(),
        limit,
        () -> means.models().reply(work.caller(), request, ReplySink.NONE),
        recorder::begun);
  }

  private void settle(int step, Filled filled, Reply reply) {
    boolean sure = filled.confidence() >= supervision.askBelow();
    boolean known = !filled.chosen().isEmpty() || !filled.answer().isEmpty();
    // Who is asked twice in a row is not helped.
    if (known && (sure || transcript.askedBack())) {
      if (filled.chosen().isEmpty()) {
        say(step, decided(filled, null), filled.answer(), reply);
      } else {
        ask(step, filled, reply);
      }
      return;
    }
    String question =
        filled.question().isEmpty() ? SupervisorText.question(agents) : filled.question();
    say(step, decided(filled, question), question, reply);
  }

  private Decided decided(Filled filled, @Nullable String question) {
    List<Chosen> chosen = question == null ? filled.chosen() : List.of();
    Span.fromContext(work.caller().trace())
        .addEvent(
            "supervisor.decided",
            Attributes.of(
                AttributeKey.stringArrayKey("cadre.agents"),
                chosen.stream().map(Chosen::agent).toList(),
                AttributeKey.doubleKey("cadre.confidence"),
                filled.confidence(),
                AttributeKey.booleanKey("cadre.asked_back"),
                question != null));
    return new Decided(chosen, filled.confidence(), filled.reason(), question);
  }

  /** The decision is recorded as calls of the agents. */
  private void ask(int step, Filled filled, @Nullable Reply reply) {
    List<Content> calls = new ArrayList<>();
    for (Chosen chosen : filled.chosen()) {
      String id = "call_" + work.turn().toString().replace("-", "") + "_" + calls.size();
      calls.add(new Content.ToolCall(id, chosen.tool(), Json.object().put("task", chosen.task())));
    }
    // Recorded, and shown, with the beginnings of those calls.
    recorder.later(decided(filled, null));
    recorder.later(ended(step, calls, StopReason.TOOL_USE, reply));
  }

  private void say(int step, Decided decided, String text, Reply reply) {
    recorder.later(decided);
    said(step, new Merged(agents, most()).plain(text), reply);
  }

  /** Characters of the answer; a request may want fewer than the agent's file. */
  private int most() {
    int wanted = transcript.beside().answer();
    return wanted > 0 ? Math.min(wanted, supervision.answer()) : supervision.answer();
  }

  private void answer(int step, Findings findings) throws InterruptedException, Stopped {
    Merged merged = new Merged(agents, most());
    Findings heard = merged.heard(findings);
    Reply reply = heard.answers().size() > 1 ? merging(heard) : null;
    said(step, merged.of(heard, reply == null ? "" : reply.text()), reply);
  }

  /** Null when the model does not answer: what was found out is shown without it. */
  private @Nullable Reply merging(Findings findings) throws InterruptedException, Stopped {
    ModelRequest request =
        request(
            SupervisorText.answer(most(), findings.missing()),
            findings.messages(),
            agents,
            new ToolChoice.None());
    try {
      return asked(request, Patience.ofAnswer(work, supervision, means.clock())).orElse(null);
    } catch (ModelException e) {
      LOG.log(Level.WARNING, "the agents' answers are shown as they are", e);
      return null;
    }
  }

  private void said(int step, String text, @Nullable Reply reply) {
    recorder.later(new TurnEvent.Text(step, 0, text));
    recorder.later(ended(step, List.of(new Content.Text(text)), StopReason.END_TURN, reply));
  }

  private TurnEvent.ReplyEnded ended(
      int step, List<Content> content, StopReason stop, @Nullable Reply reply) {
    return new TurnEvent.ReplyEnded(
        step,
        content,
        stop,
        reply == null ? Usage.NONE : reply.usage(),
        Duration.ZERO,
        reply == null ? work.agent().model() : reply.model());
  }
}
