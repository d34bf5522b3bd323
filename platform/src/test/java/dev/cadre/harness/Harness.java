package dev.cadre.harness;

import dev.cadre.harness.AgentDefinition.History;
import dev.cadre.harness.AgentDefinition.Limits;
import dev.cadre.harness.AgentDefinition.MemoryUse;
import dev.cadre.harness.AgentDefinition.Source;
import dev.cadre.harness.AgentDefinition.ToolUse;
import dev.cadre.id.IdSource;
import dev.cadre.model.Caller;
import dev.cadre.model.Content;
import dev.cadre.model.Models;
import dev.cadre.model.Sampling;
import dev.cadre.store.TestDatabase;
import dev.cadre.time.SystemTimer;
import dev.cadre.time.Timer;
import dev.cadre.tool.Tool;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A harness over a database of the test's own, and what its turns showed. */
final class Harness implements AutoCloseable {
  static final ConversationId CONVERSATION = new ConversationId("agent-0123456789", "session-1");
  static final Caller CALLER =
      new Caller("somebody", CONVERSATION.agent(), CONVERSATION.session(), Context.root());

  private final HttpClient http = HttpClient.newHttpClient();
  final HarnessFeature feature;
  final Timer timer;
  final List<TurnEvent> shown = new CopyOnWriteArrayList<>();
  private final List<Tool> tools;
  final Notes memory = new Notes();

  Harness(TestDatabase database, Models models, Tool... tools) {
    this(database, models, new SystemTimer(), writer -> writer, tools);
  }

  Harness(
      TestDatabase database,
      Models models,
      Timer timer,
      UnaryOperator<Journal.Writer> journaled,
      Tool... tools) {
    this.timer = timer;
    this.tools = Arrays.asList(tools);
    feature =
        HarnessFeature.of(
            database.database(),
            new HarnessFeature.Reach(models, List.of(), this::named, memory, http),
            new HarnessFeature.Running(
                InstantSource.system(),
                timer,
                new IdSource(new SecureRandom()),
                OpenTelemetry.noop().getTracer("test"),
                "node"),
            journaled);
  }

  /** The tests' tools are those of an MCP server. */
  private List<Tool> named(Source source) {
    return tools;
  }

  static AgentDefinition agent(boolean tools) {
    return agent(tools, Limits.DEFAULT);
  }

  static AgentDefinition agent(boolean tools, Limits limits) {
    return new AgentDefinition(
        "tester",
        "",
        "Help.",
        "default",
        Sampling.DEFAULT,
        tools ? List.of(new ToolUse(new Source.Mcp("test", "http://127.0.0.1:1"))) : List.of(),
        History.WINDOW,
        new MemoryUse.Session(),
        limits,
        null,
        List.of(),
        null);
  }

  TurnEvent say(AgentDefinition agent, String text) throws InterruptedException {
    return run(agent, new TurnInput.Said(List.of(new Content.Text(text))));
  }

  TurnEvent run(AgentDefinition agent, TurnInput input) throws InterruptedException {
    return feature
        .turns()
        .run(new TurnRequest(agent, CONVERSATION, input, CALLER, true), shown::add);
  }

  /** The answer's text; fails for every other end. */
  static String answer(TurnEvent event) {
    if (event instanceof TurnEvent.Ended(TurnEvent.Outcome.Answer(String text, _), _, _)) {
      return text;
    }
    throw new AssertionError("no answer but " + event);
  }

  <T extends TurnEvent> List<T> shown(Class<T> type) {
    return shown.stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Override
  public void close() {
    feature.close();
    http.shutdownNow();
    if (timer instanceof SystemTimer system) {
      system.close();
    }
  }
}
