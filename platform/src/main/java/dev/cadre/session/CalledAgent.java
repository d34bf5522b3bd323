package dev.cadre.session;

import dev.cadre.agent.Deployments;
import dev.cadre.fault.Fault;
import dev.cadre.harness.AgentTool;
import dev.cadre.harness.Beside;
import dev.cadre.harness.TurnEvent;
import dev.cadre.harness.TurnEvent.Outcome;
import dev.cadre.harness.TurnInput;
import dev.cadre.harness.TurnSink;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.SessionId;
import dev.cadre.json.Json;
import dev.cadre.model.Caller;
import dev.cadre.model.Content;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.Callees;
import dev.cadre.tool.Callees.Tried;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * One agent as a tool of another. It has a session of its own for each session of its caller, so
 * that it remembers what it was asked before.
 */
final class CalledAgent implements AgentTool {
  private static final ObjectNode INPUT =
      (ObjectNode)
          Json.parse(
              """
              {"type": "object", "required": ["task"], "additionalProperties": false, "properties": {
                "task": {"type": "string", "minLength": 1,
                  "description": "What the agent is to do, in full sentences with every id and value it needs"}}}
              """);

  private final AgentCalls calls;
  private final Callees callees;
  private final Deployments deployments;
  private final InOrder inOrder;
  private final String agent;
  private final ToolSpec spec;

  CalledAgent(
      AgentCalls calls,
      Callees callees,
      Deployments deployments,
      InOrder inOrder,
      String agent,
      String description) {
    this.calls = calls;
    this.callees = callees;
    this.deployments = deployments;
    this.inOrder = inOrder;
    this.agent = agent;
    this.spec = new ToolSpec(agent, description, INPUT.deepCopy());
  }

  @Override
  public String agent() {
    return agent;
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public ToolOutcome call(ToolInvocation invocation, Outer outer, Watcher watcher)
      throws InterruptedException {
    AgentRuntimeId callee;
    try {
      callee = deployments.find(agent);
    } catch (Fault.NotFound e) {
      return new ToolOutcome.Failed(failure(String.valueOf(e.getMessage()), false));
    }
    SessionId session = session(invocation.caller(), callee);
    AgentCall call =
        new AgentCall(
            callee.value(),
            null,
            session,
            said(invocation.arguments().path("task").asString(), outer),
            invocation.caller(),
            invocation.idempotencyKey());
    try (InOrder.Held _ = inOrder.enter(callee + "/" + session)) {
      return callees.call(agent, invocation.deadline(), () -> once(call, watcher));
    }
  }

  private static TurnInput said(String task, Outer outer) {
    List<Content> content = new ArrayList<>();
    content.add(new Content.Text(task));
    content.addAll(outer.files());
    return new TurnInput.Said(content, new Beside(List.of(), outer.context(), 0));
  }

  /** The same for the same two, and hard to guess for anyone else. */
  private static SessionId session(Caller caller, AgentRuntimeId callee) {
    String between = caller.agent() + "\n" + caller.session() + "\n" + callee;
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(between.getBytes(StandardCharsets.UTF_8));
      return new SessionId("called-" + HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private Tried once(AgentCall call, Watcher watcher) throws InterruptedException {
    Shown shown = new Shown(call.session().value(), watcher);
    try {
      return tried(calls.call(call, shown), shown);
    } catch (Fault e) {
      String told = String.valueOf(e.getMessage());
      return switch (e) {
        case Fault.Unavailable _, Fault.Internal _, Fault.AgentFailed _ ->
            new Tried.Broken(failure(told, e.retriable()), e.retriable() && !shown.any);
        case Fault.Invalid _,
            Fault.Unauthenticated _,
            Fault.Denied _,
            Fault.NotFound _,
            Fault.Conflict _,
            Fault.Throttled _,
            Fault.QuotaExceeded _ ->
            new Tried.Well(new ToolOutcome.Failed(failure(told, e.retriable())));
      };
    }
  }

  private Tried tried(TurnEvent last, Shown shown) {
    return switch (last) {
      case TurnEvent.Ended(Outcome outcome, _, _) -> new Tried.Well(outcome(outcome));
      case TurnEvent.Failed(String code, String message, boolean retriable)
          when retriable || code.equals("RuntimeClientError") ->
          new Tried.Broken(failure(message, retriable), retriable && !shown.any);
      case TurnEvent.Failed(_, String message, boolean retriable) ->
          new Tried.Well(new ToolOutcome.Failed(failure(message, retriable)));
      case TurnEvent other -> throw new IllegalStateException("no turn ends with " + other);
    };
  }

  private ToolOutcome outcome(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answer(String text, _) -> ToolOutcome.Answered.text(text);
      case Outcome.LimitReached(_, String text, String message) when text.isBlank() ->
          new ToolOutcome.Failed(failure(message, false));
      case Outcome.LimitReached(_, String text, String message) ->
          ToolOutcome.Answered.text(text + "\n\n(Not finished: " + message + ")");
      case Outcome.AwaitsApproval(List<Content.ToolCall> waiting) ->
          new ToolOutcome.Failed(
              failure(
                  "it waits for a person to allow "
                      + String.join(", ", waiting.stream().map(Content.ToolCall::name).toList()),
                  false));
      case Outcome.AwaitsResults _ ->
          new ToolOutcome.Failed(
              failure("it has tools that its caller must run, which an agent cannot", false));
      case Outcome.Cancelled _ -> new ToolOutcome.Failed(failure("it was stopped", false));
      case Outcome.Stopped(_, String reason) -> new ToolOutcome.Failed(failure(reason, false));
    };
  }

  private String failure(String why, boolean retriable) {
    return "The agent '"
        + agent
        + "' gave no answer: "
        + why
        + (why.endsWith(".") ? "" : ".")
        + (retriable
            ? " The same call may succeed later."
            : " The same call would fail again; answer without it and say what is missing.");
  }

  /** Passes on what happens, and knows whether anything did that cannot be taken back. */
  private static final class Shown implements TurnSink {
    private final String session;
    private final Watcher watcher;
    private boolean any;

    Shown(String session, Watcher watcher) {
      this.session = session;
      this.watcher = watcher;
    }

    @Override
    public void accept(TurnEvent event) throws IOException {
      any =
          any
              || event instanceof TurnEvent.Text
              || event instanceof TurnEvent.Reasoning
              || event instanceof TurnEvent.ToolStarted;
      watcher.saw(session, event);
    }
  }
}
