package dev.cadre.session;

import dev.cadre.agent.Deployment;
import dev.cadre.agent.Protocol;
import dev.cadre.fault.Fault;
import dev.cadre.harness.TurnEvent;
import dev.cadre.harness.TurnInput;
import dev.cadre.harness.TurnSink;
import dev.cadre.http.Principal;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.SessionId;
import dev.cadre.json.Json;
import dev.cadre.model.Bytes;
import dev.cadre.model.Caller;
import dev.cadre.model.Content;
import dev.cadre.model.StopReason;
import dev.cadre.model.Usage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls from inside of agents that are processes: a text in, and what they answer worded as a turn.
 * Thread-safe.
 */
final class ProcessTurns {
  private static final int MAX_ANSWER = 25_000_000;
  private static final int BUFFER = 16 * 1024;
  private static final String EVENTS = "text/event-stream";

  /**
   * The same when a crash has the call repeated: an agent with effects outside can know it again.
   */
  private static final String IDEMPOTENCY =
      "x-amzn-bedrock-agentcore-runtime-custom-idempotency-key";

  private final Invocations invocations;
  private final AgentTokens tokens;
  private final InstantSource clock;
  private final Map<Place, Running> running = new ConcurrentHashMap<>();

  private record Place(AgentRuntimeId agent, SessionId session) {}

  ProcessTurns(Invocations invocations, AgentTokens tokens, InstantSource clock) {
    this.invocations = invocations;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** As {@link AgentCalls#call}. */
  TurnEvent run(Deployment deployment, AgentCall call, Caller caller, TurnSink sink)
      throws IOException, InterruptedException {
    byte[] body = body(deployment, call);
    // Nobody was named when the person is but the caller.
    @Nullable String user = caller.person().equals(caller.tenant()) ? null : caller.person();
    Invocations.Call request =
        new Invocations.Call(
            deployment,
            call.session(),
            user,
            "POST",
            deployment.protocol() == Protocol.A2A ? "/" : "/invocations",
            new ByteArrayInputStream(body),
            body.length);
    String token = tokens.of(deployment.id(), user);
    try (InFlight flight =
        invocations.begin(
            new Invocations.Sender(
                caller.tenant(),
                new Principal.Origin(caller.hops(), caller.payer()),
                headers(user, call.key()),
                token,
                caller.trace()),
            request)) {
      Running turn = new Running(flight, sink);
      Place place = new Place(deployment.id(), call.session());
      running.put(place, turn);
      try {
        return turn.play(deployment.protocol());
      } finally {
        running.remove(place, turn);
      }
    }
  }

  boolean cancel(AgentRuntimeId agent, SessionId session) {
    Running turn = running.get(new Place(agent, session));
    return turn != null && turn.cancel();
  }

  private static Map<String, List<String>> headers(@Nullable String user, @Nullable String key) {
    Map<String, List<String>> headers = new HashMap<>();
    headers.put("content-type", List.of("application/json"));
    headers.put("accept", List.of(EVENTS + ", application/json"));
    if (user != null) {
      headers.put("x-amzn-bedrock-agentcore-runtime-user-id", List.of(user));
    }
    if (key != null) {
      headers.put(IDEMPOTENCY, List.of(key));
    }
    return headers;
  }

  private static byte[] body(Deployment deployment, AgentCall call) {
    TurnInput.Said said = said(deployment, call.input());
    return switch (deployment.protocol()) {
      case HTTP -> Json.bytes(prompt(said));
      case A2A -> A2aMessage.request(said.content(), call.key());
      case MCP, AGUI ->
          throw new Fault.Invalid(
              "the agent '"
                  + deployment.name()
                  + "' serves "
                  + deployment.protocol()
                  + " and cannot be called by another agent; one that serves HTTP or A2A can");
    };
  }

  private static TurnInput.Said said(Deployment deployment, TurnInput input) {
    if (input instanceof TurnInput.Said said) {
      return said;
    }
    throw new Fault.Invalid(
        "the agent '" + deployment.name() + "' is a process and asked for no decision or result");
  }

  /** Files and context stand beside the prompt, as callers of declared agents send them. */
  private static ObjectNode prompt(TurnInput.Said said) {
    ObjectNode body = Json.object().put("prompt", Content.text(said.content()));
    if (!said.beside().context().isEmpty()) {
      body.put("context", said.beside().context());
    }
    ArrayNode files = Json.array();
    for (Content content : said.content()) {
      switch (content) {
        case Content.Image(String type, Bytes data) ->
            files.addObject().put("mediaType", type).put("data", data.toBase64());
        case Content.Document(String name, String type, Bytes data) ->
            files.addObject().put("mediaType", type).put("name", name).put("data", data.toBase64());
        case Content.Text _,
            Content.Data _,
            Content.ToolCall _,
            Content.ToolResult _,
            Content.Reasoning _ -> {}
      }
    }
    if (!files.isEmpty()) {
      body.set("attachments", files);
    }
    return body;
  }

  /** One call under way. */
  private final class Running {
    private final InFlight flight;
    private final TurnSink sink;
    private final Instant began = clock.instant();
    private final StringBuilder said = new StringBuilder();
    private volatile boolean cancelled;

    Running(InFlight flight, TurnSink sink) {
      this.flight = flight;
      this.sink = sink;
    }

    boolean cancel() {
      cancelled = true;
      flight.cut();
      return true;
    }

    TurnEvent play(Protocol protocol) throws IOException {
      show(new TurnEvent.Started(UUID.randomUUID().toString()));
      try {
        read(protocol);
        flight.succeeded();
        return end(new TurnEvent.Outcome.Answer(said.toString(), StopReason.END_TURN));
      } catch (AnswerBody.BrokenOff e) {
        return cancelled
            ? end(new TurnEvent.Outcome.Cancelled(said.toString()))
            : failed(flight.broken(e));
      } catch (Fault.AgentFailed e) {
        return failed(e);
      }
    }

    private void read(Protocol protocol) throws IOException {
      AgentAnswer answer = flight.answer();
      String type = answer.header("Content-Type");
      if (protocol == Protocol.A2A) {
        text(A2aMessage.answer(answer.body().readNBytes(MAX_ANSWER)));
      } else if (type != null && type.startsWith(EVENTS)) {
        pieces(answer.body());
      } else {
        text(
            new String(
                AnswerText.of(answer.body().readNBytes(MAX_ANSWER)), StandardCharsets.UTF_8));
      }
    }

    private void pieces(InputStream body) throws IOException {
      AnswerText.Events events = new AnswerText.Events();
      byte[] buffer = new byte[BUFFER];
      for (int length = body.read(buffer); length >= 0; length = body.read(buffer)) {
        for (byte[] piece : events.add(buffer, length)) {
          text(new String(piece, StandardCharsets.UTF_8));
        }
      }
    }

    private void text(String text) throws IOException {
      if (said.length() + text.length() > MAX_ANSWER) {
        throw new Fault.AgentFailed(
            "the agent's answer is longer than " + MAX_ANSWER + " characters");
      }
      if (!text.isEmpty()) {
        said.append(text);
        show(new TurnEvent.Text(1, 0, text));
      }
    }

    private void show(TurnEvent event) throws IOException {
      sink.accept(event);
    }

    private TurnEvent end(TurnEvent.Outcome outcome) throws IOException {
      Duration took = Duration.between(began, clock.instant());
      TurnEvent last = new TurnEvent.Ended(outcome, Usage.NONE, took);
      show(last);
      return last;
    }

    private TurnEvent failed(Fault why) throws IOException {
      TurnEvent last =
          new TurnEvent.Failed(
              why instanceof Fault.Unavailable
                  ? "ServiceUnavailableException"
                  : "RuntimeClientError",
              String.valueOf(why.getMessage()),
              why.retriable());
      show(last);
      return last;
    }
  }
}
