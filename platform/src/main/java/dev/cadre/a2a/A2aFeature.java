package dev.cadre.a2a;

import dev.cadre.http.Routes;
import dev.cadre.id.IdSource;
import dev.cadre.identity.Vault;
import dev.cadre.session.AgentCalls;
import dev.cadre.session.AgentProxy;
import dev.cadre.store.Database;
import dev.cadre.time.Pause;
import dev.cadre.time.Timer;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;

/** The feature's parts, wired: every agent as an A2A server. */
public final class A2aFeature implements AutoCloseable {
  private static final Duration SWEEP = Duration.ofMinutes(10);

  private final Tasks tasks;
  private final TaskRuns runs;
  private final HookSender sender;
  private final RpcRoutes rpc;
  private final RestRoutes rest;
  private final CardRoutes cards;
  private final Timer timer;

  /**
   * @param directory of the agents there are
   * @param proxy to agents that speak A2A themselves
   * @param http calls web hooks, and judges their addresses; whoever gave it closes it
   * @param node this node's name, which stays over restarts
   */
  public A2aFeature(
      Database database,
      Vault vault,
      Directory directory,
      AgentCalls calls,
      AgentProxy proxy,
      HttpClient http,
      IdSource ids,
      InstantSource clock,
      Timer timer,
      String node,
      A2aConfig config) {
    this(
        database,
        vault,
        directory,
        new TurnAgent(calls, directory, clock),
        proxy,
        http,
        ids,
        clock,
        timer,
        node,
        config);
  }

  A2aFeature(
      Database database,
      Vault vault,
      Directory directory,
      TaskAgent agent,
      AgentProxy proxy,
      HttpClient http,
      IdSource ids,
      InstantSource clock,
      Timer timer,
      String node,
      A2aConfig config) {
    this.timer = timer;
    TaskStore store = new TaskStore(database, new TaskStore.Node(node, UUID.randomUUID()));
    HookStore hookStore = new HookStore(database, vault);
    sender = new HookSender(hookStore, store, http, Pause.by(timer), config);
    Hooks hooks = new Hooks(hookStore, sender, clock, config);
    Feeds feeds = new Feeds();
    TaskLog log = new TaskLog(store, feeds, sender::look, clock);
    runs = new TaskRuns(agent, log);
    tasks = new Tasks(store, log, runs, feeds, clock, config);
    Messages messages = new Messages(agent, tasks, store, log, runs, hooks, ids, clock, config);
    AgentCards made = new AgentCards(config);
    Operations operations =
        new Operations(
            messages, tasks, new TaskListing(store, new TaskPages(database)), hooks, made);
    Streams streams = new Streams(messages, tasks, store, feeds, clock, config);
    Binding binding = new Binding(directory, proxy, config);
    rpc = new RpcRoutes(binding, operations, streams);
    rest = new RestRoutes(binding, operations, streams);
    cards = new CardRoutes(directory, binding, made, proxy);
  }

  /** Binds {@code /a2a/{agent}} and what is under it. */
  public void bind(Routes invoking) {
    rpc.bind(invoking);
    rest.bind(invoking);
    cards.bind(invoking);
  }

  /** Before the first request: takes up what a former run left, and sends what it did not send. */
  public void start() {
    tasks.recover();
    sender.start(timer);
    timer.every(SWEEP, tasks::sweep);
  }

  /** The platform stops: what cannot go on now goes on at the next start. */
  public void stopping() {
    runs.stopping();
  }

  @Override
  public void close() {
    runs.close();
    sender.close();
  }
}
