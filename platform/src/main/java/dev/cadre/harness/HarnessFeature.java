package dev.cadre.harness;

import dev.cadre.id.IdSource;
import dev.cadre.model.Models;
import dev.cadre.store.Database;
import dev.cadre.time.Timer;
import dev.cadre.tool.BuiltInTools;
import dev.cadre.tool.SchemaCheck;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolRunner;
import io.opentelemetry.api.trace.Tracer;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Declared agents: their files, their turns, and the journal of what they did. Thread-safe. */
public final class HarnessFeature implements AutoCloseable {
  private final AgentFile files;
  private final Conversations conversations;
  private final History history;
  private final BuiltInTools builtIns;
  private final Journal journal;
  private final Nodes nodes;
  private final Loop loop;
  private final Timer timer;

  /**
   * What turns reach beyond themselves.
   *
   * @param further built-in tools beside those of {@link BuiltInTools}
   * @param others where tools come from that are not the platform's own: MCP servers, gateways,
   *     agents
   * @param memory what outlasts a session
   * @param hooks calls hooks; whoever gave it closes it
   */
  public record Reach(
      Models models,
      List<Tool> further,
      ToolSource others,
      LongTermMemory memory,
      HttpClient hooks) {}

  /**
   * Where and when turns run.
   *
   * @param node this node's name, which stays over restarts
   */
  public record Running(
      InstantSource clock, Timer timer, IdSource ids, Tracer tracer, String node) {}

  public static HarnessFeature of(Database database, Reach reach, Running running) {
    return new HarnessFeature(database, reach, running, writer -> writer);
  }

  /**
   * @param journaled what stands between the journal and the database, for tests that crash it
   */
  static HarnessFeature of(
      Database database, Reach reach, Running running, UnaryOperator<Journal.Writer> journaled) {
    return new HarnessFeature(database, reach, running, journaled);
  }

  private HarnessFeature(
      Database database, Reach reach, Running running, UnaryOperator<Journal.Writer> journaled) {
    InstantSource clock = running.clock();
    timer = running.timer();
    SchemaCheck schemas = new SchemaCheck();
    builtIns = new BuiltInTools(database, clock, reach.further());
    files = new AgentFile(schemas, builtIns.names());
    conversations = new Conversations(database);
    history = new History(database);
    TurnStore.Node own = new TurnStore.Node(running.node(), UUID.randomUUID());
    journal = new Journal(journaled.apply(new TurnStore(database, own)));
    nodes = new Nodes(database, files, clock, own);
    Means means =
        new Means(
            reach.models(),
            source -> tools(builtIns, reach.others(), source),
            new ToolRunner(schemas, clock, timer, running.tracer()),
            schemas,
            journal,
            reach.hooks(),
            reach.memory(),
            clock,
            timer,
            running.tracer());
    loop = new Loop(means, conversations, nodes, running.ids());
  }

  private static List<Tool> tools(
      BuiltInTools builtIns, ToolSource others, AgentDefinition.Source source)
      throws InterruptedException {
    return switch (source) {
      case AgentDefinition.Source.BuiltIn(String name) -> List.of(builtIns.find(name));
      case AgentDefinition.Source.Mcp _,
          AgentDefinition.Source.Gateway _,
          AgentDefinition.Source.Agent _,
          AgentDefinition.Source.A2a _ ->
          others.tools(source);
      // Run by the caller: there is nothing to run here.
      case AgentDefinition.Source.Client _ -> List.of();
    };
  }

  public Turns turns() {
    return loop;
  }

  public AgentFile files() {
    return files;
  }

  public Conversations conversations() {
    return conversations;
  }

  public History history() {
    return history;
  }

  /** The tools that agents' files name by a name alone. */
  public List<Tool> tools() {
    return builtIns.all();
  }

  /** Takes up what a crash cut, now and from then on. */
  public void start() {
    nodes.beat();
    loop.recover();
    timer.every(
        Nodes.HEARTBEAT,
        () -> {
          nodes.beat();
          loop.recover();
        });
  }

  /** Turns stop where they are; they go on after the next start. */
  @Override
  public void close() {
    loop.close();
    journal.close();
  }
}
