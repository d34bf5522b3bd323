package dev.cadre.surface;

import dev.cadre.agent.Deployment;
import dev.cadre.agent.Protocol;
import dev.cadre.fault.Fault;
import dev.cadre.harness.AgentDefinition;
import dev.cadre.harness.AgentDefinition.ToolUse;
import dev.cadre.harness.ConversationId;
import dev.cadre.harness.TurnEvent;
import dev.cadre.harness.TurnInput;
import dev.cadre.harness.TurnRequest;
import dev.cadre.harness.TurnSink;
import dev.cadre.harness.Turns;
import dev.cadre.http.EventStream;
import dev.cadre.http.Exchange;
import dev.cadre.json.Json;
import dev.cadre.model.Caller;
import dev.cadre.model.Content;
import dev.cadre.time.Timer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads requests for turns of declared agents, runs them, and answers each in its own protocol. */
public final class Surfaces {
  private static final Logger LOG = System.getLogger(Surfaces.class.getName());

  /** Attachments in base64 and all; a model takes far less. */
  private static final int MAX_BODY = 32 * 1024 * 1024;

  private static final String SSE = "text/event-stream";

  /** With {@code go-on}, a turn whose client is gone goes on to its end, to be read later. */
  private static final String UNHEARD = "X-Cadre-Unheard";

  /** What InvokeHarness may change of an agent for one turn. */
  private static final List<String> OVERRIDES =
      List.of(
          "model",
          "systemPrompt",
          "tools",
          "skills",
          "allowedTools",
          "maxIterations",
          "maxTokens",
          "timeoutSeconds");

  private final DeclaredFiles files;
  private final Attachments attachments;
  private final Turns turns;
  private final InstantSource clock;
  private final Timer timer;
  private final Duration heartbeat;

  /**
   * @param heartbeat how long an event stream may be quiet
   */
  public Surfaces(
      DeclaredFiles files,
      Attachments attachments,
      Turns turns,
      InstantSource clock,
      Timer timer,
      Duration heartbeat) {
    this.files = files;
    this.attachments = attachments;
    this.turns = turns;
    this.clock = clock;
    this.timer = timer;
    this.heartbeat = heartbeat;
  }

  /**
   * InvokeAgentRuntime: a {@link Payload}, or a {@link RunInput} for an agent that serves AG-UI or
   * from a client that speaks it.
   */
  public Request runtime(Exchange exchange, Protocol protocol) throws IOException {
    String by = exchange.principal().name();
    ObjectNode payload =
        Payload.parse(exchange.body(MAX_BODY), exchange.header("content-type").orElse(""));
    if (protocol == Protocol.AGUI || RunInput.is(payload)) {
      RunInput run = RunInput.read(payload, by);
      Request.Form form = new Request.Form.AgUi(run.thread(), run.run());
      return new Request(
          deployment -> with(files.definition(deployment), run), run.input(), form, run.thread());
    }
    return new Request(
        files::definition,
        Payload.input(payload, by),
        Payload.uploads(payload),
        form(exchange),
        null);
  }

  /** A person's decisions on calls that wait for one; the turn goes on with them. */
  public Request decisions(Exchange exchange) throws IOException {
    ObjectNode payload = Payload.parse(exchange.body(MAX_BODY), "application/json");
    payload.retain("decisions");
    return new Request(
        files::definition,
        Payload.input(payload, exchange.principal().name()),
        form(exchange),
        null);
  }

  private static Request.Form form(Exchange exchange) {
    String accept = exchange.header("accept").orElse("");
    boolean streamed = accept.contains(SSE) && !accept.contains("application/json");
    return streamed ? new Request.Form.Events() : new Request.Form.Whole();
  }

  /** The agent with the tools that a frontend brought. */
  private static AgentDefinition with(AgentDefinition agent, RunInput run) {
    if (run.clientTools().isEmpty()) {
      return agent;
    }
    List<ToolUse> tools = new ArrayList<>(agent.tools());
    run.clientTools().forEach(tool -> tools.add(new ToolUse(tool)));
    return new AgentDefinition(
        agent.name(),
        agent.description(),
        agent.instructions(),
        agent.model(),
        agent.sampling(),
        tools,
        agent.history(),
        agent.memory(),
        agent.limits(),
        agent.outputSchema(),
        agent.hooks(),
        agent.supervision());
  }

  /**
   * InvokeHarness.
   *
   * @param input as the API's model has it
   */
  public Request harness(ObjectNode input) {
    ObjectNode overrides = Json.object();
    OVERRIDES.stream()
        .filter(input::hasNonNull)
        .forEach(name -> overrides.set(name, input.get(name)));
    String actor = input.path("actorId").asString("");
    return new Request(
        deployment -> {
          AgentDefinition agent = files.definition(deployment, overrides);
          return actor.isEmpty() ? agent : agent.ofActor(actor);
        },
        HarnessMessages.input(input.path("messages")),
        new Request.Form.Harness(),
        null);
  }

  /** InvokeAgent of Bedrock Agents. */
  public Request classic(String text) {
    if (text.isBlank()) {
      throw new Fault.Invalid("inputText is empty");
    }
    return new Request(
        files::definition,
        new TurnInput.Said(List.of(new Content.Text(text))),
        new Request.Form.Chunks(),
        null);
  }

  /**
   * Runs the turn and answers the exchange with it.
   *
   * @param deployment of the session's version
   * @param person whom the agent talks with, as memories know them
   * @return how the turn ended
   * @throws Fault when the turn is refused, or fails before anything was shown
   */
  public TurnEvent answer(
      Exchange exchange,
      Request request,
      Deployment deployment,
      ConversationId conversation,
      Caller caller,
      String person)
      throws IOException, InterruptedException {
    AgentDefinition agent = request.agent(deployment).remembering(person);
    TurnInput input =
        attachments.beside(request.input(), request.uploads(), agent.model(), caller.person());
    boolean goesOn = exchange.header(UNHEARD).orElse("").equals("go-on");
    TurnRequest turn = new TurnRequest(agent, conversation, input, caller, goesOn);
    Summary summary = new Summary(agent.outputSchema() != null);
    return switch (request.form()) {
      case Request.Form.Whole _ -> whole(exchange, turn, summary);
      case Request.Form.Events _ -> {
        exchange.responseHeader("Cache-Control", "no-cache");
        yield streamed(turn, sse(exchange, new EventEncoder(summary), true));
      }
      case Request.Form.AgUi(String thread, String run) -> {
        exchange.responseHeader("Cache-Control", "no-cache");
        yield streamed(turn, sse(exchange, new AgUiEncoder(thread, run), false));
      }
      case Request.Form.Harness _ -> streamed(turn, binary(exchange, new HarnessEncoder()));
      case Request.Form.Chunks _ -> streamed(turn, binary(exchange, new ChunkEncoder()));
    };
  }

  /**
   * Runs a turn that the platform itself wants, without the way over HTTP.
   *
   * @param deployment of the session's version
   * @param key as {@link TurnRequest} has it
   * @throws Fault when the turn is refused; nothing was shown then
   */
  public TurnEvent inside(
      Deployment deployment,
      ConversationId conversation,
      TurnInput input,
      Caller caller,
      @Nullable String key,
      TurnSink sink)
      throws InterruptedException {
    AgentDefinition agent = files.definition(deployment).remembering(caller.person());
    TurnInput seen = attachments.seen(input, agent.model(), caller.person());
    return turns.run(new TurnRequest(agent, conversation, seen, caller, false, key), sink);
  }

  /** What a declared agent says of itself; empty for one that says nothing. */
  public String description(Deployment deployment) {
    return files.definition(deployment).description();
  }

  /** Ends the turn that a conversation is in; false for none. */
  public boolean cancel(ConversationId conversation) {
    return turns.cancel(conversation);
  }

  private TurnEvent whole(Exchange exchange, TurnRequest turn, Summary summary)
      throws IOException, InterruptedException {
    TurnEvent last = turns.run(turn, summary::add);
    if (last instanceof TurnEvent.Failed failed) {
      throw Refusals.fault(failed);
    }
    exchange.json(200, summary.json());
    return last;
  }

  private StreamedAnswer sse(Exchange exchange, Encoder encoder, boolean named) {
    return new StreamedAnswer(
        exchange, SSE, encoder, out -> new Wire.Sse(out, named, clock, timer, heartbeat));
  }

  private static StreamedAnswer binary(Exchange exchange, Encoder encoder) {
    return new StreamedAnswer(exchange, EventStream.CONTENT_TYPE, encoder, Wire.Binary::new);
  }

  private TurnEvent streamed(TurnRequest turn, StreamedAnswer made)
      throws IOException, InterruptedException {
    try (StreamedAnswer answer = made) {
      TurnEvent last = run(turn, answer);
      if (last instanceof TurnEvent.Failed failed && !answer.begun()) {
        throw Refusals.fault(failed);
      }
      answer.end();
      return last;
    }
  }

  /** What breaks after the answer began is told in the answer. */
  private TurnEvent run(TurnRequest turn, StreamedAnswer answer)
      throws IOException, InterruptedException {
    try {
      return turns.run(turn, answer);
    } catch (RuntimeException e) {
      if (!answer.begun()) {
        throw e;
      }
      Fault fault =
          e instanceof Fault known
              ? known
              : new Fault.Internal("the platform failed; its log says why", e);
      if (fault instanceof Fault.Internal) {
        LOG.log(Level.ERROR, "a turn of " + turn.conversation().agent() + " broke", e);
      }
      TurnEvent.Failed failed = Refusals.failed(fault);
      answer.accept(failed);
      return failed;
    }
  }
}
