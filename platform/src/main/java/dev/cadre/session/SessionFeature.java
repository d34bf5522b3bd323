package dev.cadre.session;

import dev.cadre.agent.Deployment;
import dev.cadre.agent.DeploymentListener;
import dev.cadre.agent.Deployments;
import dev.cadre.http.Routes;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.IdSource;
import dev.cadre.identity.SessionCredentials;
import dev.cadre.store.Database;
import dev.cadre.surface.Surfaces;
import dev.cadre.telemetry.Metrics;
import dev.cadre.telemetry.Telemetry;
import dev.cadre.time.Timer;
import dev.cadre.tool.Callees;
import dev.cadre.worker.Isolation;
import dev.cadre.worker.Limits;
import dev.cadre.worker.NetworkPolicy;
import dev.cadre.worker.WorkerLauncher;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** The session feature as the rest of the platform sees it. */
public final class SessionFeature implements DeploymentListener, AutoCloseable {
  private static final Logger LOG = System.getLogger(SessionFeature.class.getName());

  private final WorkerLauncher launcher;
  private final Workers workers;
  private final SessionStore store;
  private final WarmPool pool;
  private final Sessions sessions;
  private final SessionKeeper keeper;
  private final AgentClient agents;
  private final InstantSource clock;
  private final AgentCalls calls;
  private final AgentTools agentTools;
  private final RuntimeRoutes runtime;
  private final HarnessRoutes harnesses;
  private final CommandRoutes commands;
  private final WebSocketRoutes webSockets;
  private final ClassicAgentRoutes classic;
  private final SessionRoutes listing;
  private final LogRoutes logs;
  private final AgentProxy proxy;

  /**
   * @param folders where workers have their folders
   * @param network what all agents may and may not reach, over what their network mode says
   * @param environment what every agent gets, under its own variables; {@code CADRE_URL} is where
   *     agents reach the platform
   * @param credentials with which workers call it
   * @param tokens with which they fetch credentials
   * @param surfaces runs the turns of declared agents
   * @param callees the agents that others call as tools
   */
  public SessionFeature(
      Database database,
      Deployments deployments,
      WorkerLauncher launcher,
      Telemetry telemetry,
      Metrics metrics,
      IdSource ids,
      InstantSource clock,
      Timer timer,
      Path folders,
      Limits limits,
      NetworkPolicy network,
      Map<String, String> environment,
      SessionCredentials credentials,
      AgentTokens tokens,
      Surfaces surfaces,
      Callees callees,
      SessionConfig config) {
    this.launcher = launcher;
    this.clock = clock;
    store = new SessionStore(database);
    workers =
        new HostedWorkers(
            launcher,
            telemetry.logs(),
            folders,
            limits,
            network,
            environment,
            credentials,
            surfaces::cancel,
            config);
    pool = new WarmPool(workers, clock, config.warmLimit(), config.stopGrace());
    SessionMetrics figures = new SessionMetrics(metrics.registry());
    sessions = new Sessions(store, deployments, workers, pool, figures, clock, config);
    figures.watch(sessions::all, pool::ready);
    agents = new AgentClient(clock, timer);
    Entrance entrance = new Entrance(sessions, telemetry.tracer("session"));
    Invocations invocations =
        new Invocations(entrance, agents, tokens, figures, clock, timer, config);
    proxy = new InvocationProxy(invocations);
    DeclaredInvocations declared = new DeclaredInvocations(entrance, surfaces, figures, ids);
    calls =
        new InsideCalls(
            deployments, declared, new ProcessTurns(invocations, tokens, clock), surfaces);
    agentTools = new AgentTools(calls, callees, deployments, surfaces);
    runtime = new RuntimeRoutes(deployments, sessions, invocations, declared, ids);
    harnesses = new HarnessRoutes(deployments, declared, surfaces, ids);
    commands = new CommandRoutes(runtime, sessions);
    webSockets = new WebSocketRoutes(runtime, sessions, tokens);
    classic = new ClassicAgentRoutes(deployments, sessions, invocations, declared, surfaces);
    listing = new SessionRoutes(sessions, store, deployments, clock);
    logs = new LogRoutes(telemetry.logs(), deployments, clock);
    keeper = new SessionKeeper(sessions, store, pool, agents, clock, timer);
  }

  /** Binds the data plane to the first, sessions and logs to the second. */
  public void bind(Routes invoking, Routes operating) {
    runtime.bind(invoking);
    harnesses.bind(invoking);
    commands.bind(invoking);
    webSockets.bind(invoking);
    classic.bind(invoking);
    listing.bind(operating);
    logs.bind(operating);
  }

  /**
   * Before the first request: ends what a killed platform left, and lets its sessions be found
   * again.
   */
  public void recover() throws IOException {
    int swept = launcher.sweep();
    int sessionsFound = store.restarted(clock.instant());
    workers.discardAllBut(store.workersInUse());
    if (swept + sessionsFound > 0) {
      LOG.log(
          Level.INFO,
          "recovered: "
              + swept
              + " orphaned workers ended, "
              + sessionsFound
              + " sessions found again");
    }
  }

  /** Hands on what agents of other protocols answer themselves. */
  public AgentProxy proxy() {
    return proxy;
  }

  /** Calls of agents from inside. */
  public AgentCalls calls() {
    return calls;
  }

  /** Agents as tools of others. */
  public AgentTools agentTools() {
    return agentTools;
  }

  /** What confines agents here. */
  public Isolation isolation() {
    return launcher.isolation();
  }

  /** Live sessions held by this process. */
  public int count() {
    return sessions.all().size();
  }

  /** Differs after a session began, was used, changed its state or ended here. */
  public String mark() {
    return sessions.mark();
  }

  /** False once the platform is stopping. */
  public boolean accepting() {
    return sessions.accepting();
  }

  /**
   * Lets invocations under way end for at most {@code patience}, then ends all workers; sessions
   * stay to be found again.
   */
  public void drain(Duration patience) {
    keeper.close();
    sessions.suspendAll(patience);
    pool.close();
  }

  @Override
  public void ready(Deployment deployment) {
    pool.prepare(deployment);
  }

  @Override
  public void retired(AgentRuntimeId id, int version) {
    pool.retire(id, version);
  }

  @Override
  public void deleted(AgentRuntimeId id) {
    pool.retireAll(id);
    sessions.stopAll(id, EndReason.AGENT_DELETED);
  }

  @Override
  public boolean inUse(AgentRuntimeId id, int version) {
    return store.versionsInUse(id).contains(version);
  }

  @Override
  public void close() {
    keeper.close();
    pool.close();
    agents.close();
  }
}
