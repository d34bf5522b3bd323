package dev.cadre.server;

import dev.cadre.a2a.A2aConfig;
import dev.cadre.a2a.A2aFeature;
import dev.cadre.a2a.RemoteAgents;
import dev.cadre.agent.Agents;
import dev.cadre.credential.Workload;
import dev.cadre.http.Routes;
import dev.cadre.session.SessionFeature;
import dev.cadre.time.Pause;
import dev.cadre.tool.Callees;
import dev.cadre.worker.LocalWorkers;
import dev.cadre.worker.WorkersConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The agents themselves: those that the platform runs, those in processes, and the ways to them.
 */
record Workforce(
    DeclaredAgents declared,
    Callees callees,
    SessionFeature sessions,
    Agents agents,
    A2aFeature a2a) {

  static Workforce of(Ground ground, Provisions provisions) throws IOException {
    DeclaredAgents declared =
        ground.open(
            new DeclaredAgents(
                ground.database(),
                ground.models().models(),
                provisions.fileTools().tools(),
                provisions.servers().fleet(),
                provisions.gateways(),
                new AgentMemory(provisions.memory().recollection()),
                provisions.objects().uploads(),
                ground.telemetry(),
                ground.named(),
                provisions.credentials().authorizations(),
                ground.ids(),
                ground.clock(),
                ground.timer(),
                ground.surroundings().node(ground.state().path()),
                ground.settings().sessions().heartbeat()));

    Callees callees =
        new Callees(
            ground.clock(), Pause.by(ground.timer()), ground.random(), ground.metrics().registry());
    List<Path> searchPath = ground.surroundings().searchPath();
    LocalWorkers workers =
        ground.open(
            new LocalWorkers(
                ground.clock(),
                ground.timer(),
                new WorkersConfig(
                    ground.state().path(),
                    new InetSocketAddress(ground.options().host(), ground.url().getPort()),
                    searchPath,
                    System.getProperty("os.arch"),
                    ground.options().sandbox())));
    SessionFeature sessions =
        ground.open(
            new SessionFeature(
                ground.database(),
                ground.deployments(),
                workers,
                ground.telemetry(),
                ground.metrics(),
                ground.ids(),
                ground.clock(),
                ground.timer(),
                ground.state().folder("sessions"),
                ground.settings().workers(),
                ground.settings().network(),
                Surroundings.ofAgents(ground.url(), ground.settings()),
                ground.identity().sessions(),
                (agent, user) ->
                    provisions.credentials().tokens().issue(new Workload(agent.value(), user)),
                declared.surfaces(),
                callees,
                ground.options().warm()
                    ? ground.settings().sessions()
                    : ground.settings().sessions().withoutWarmPool()));
    HttpClient self = Outward.self();
    ground.open(self::shutdownNow);
    A2aConfig a2aConfig = A2aConfig.defaults(ground.url(), ground.options().authRequired());
    declared.bind(
        sessions.agentTools(),
        new RemoteAgents(
            ground.named(),
            self,
            ground.identity().passes(),
            arn -> provisions.credentials().forTargets().named(arn),
            callees,
            ground.clock(),
            Pause.by(ground.timer()),
            a2aConfig));
    Agents agents =
        ground.open(
            new Agents(
                ground.database(),
                ground.timer(),
                ground.clock(),
                ground.ids(),
                ground.deployments(),
                sessions,
                BuildSandbox.choose(workers, searchPath, Surroundings.javaHome()),
                declared.files(),
                new GatewayTagging(provisions.gateways().tags()),
                ground.agentConfig()));
    A2aFeature a2a =
        ground.open(
            new A2aFeature(
                ground.database(),
                ground.identity().vault(),
                ground.deployments()::resolveArn,
                sessions.calls(),
                sessions.proxy(),
                ground.named(),
                ground.ids(),
                ground.clock(),
                ground.timer(),
                ground.surroundings().node(ground.state().path()),
                a2aConfig));
    return new Workforce(declared, callees, sessions, agents, a2a);
  }

  /** Sessions first: turns and tasks that go on need them. */
  void start() throws IOException {
    sessions.recover();
    agents.start();
    declared.start();
    a2a.start();
  }

  /** Takes no new sessions, and lets what runs end. */
  void drain(Duration limit) {
    a2a.stopping();
    sessions.drain(limit);
    declared.close();
  }

  void bind(Routes routes) {
    agents.bind(routes.requiring("agents"));
    callees.bind(routes.requiring("operate"));
    declared.bind(routes.requiring("invoke"), routes.requiring("operate"));
    sessions.bind(routes.requiring("invoke"), routes.requiring("operate"));
    a2a.bind(routes.requiring("invoke"));
  }
}
