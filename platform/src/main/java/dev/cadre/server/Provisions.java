package dev.cadre.server;

import dev.cadre.agent.Deployments;
import dev.cadre.credential.AuthorizationConfig;
import dev.cadre.credential.CredentialConfig;
import dev.cadre.credential.CredentialFeature;
import dev.cadre.fault.Fault;
import dev.cadre.gateway.GatewayFeature;
import dev.cadre.http.Routes;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.memory.MemoryFeature;
import dev.cadre.object.ObjectFeature;
import dev.cadre.system.Systems;
import dev.cadre.toolkit.Means;
import dev.cadre.toolkit.Serving;
import dev.cadre.toolkit.Toolkit;
import java.io.IOException;

/** What agents work with: files, credentials, memories, MCP servers and gateways. */
record Provisions(
    ObjectFeature objects,
    CredentialFeature credentials,
    MemoryFeature memory,
    Systems systems,
    Serving fileTools,
    BuiltInServers servers,
    GatewayFeature gateways) {

  static Provisions of(Ground ground) throws IOException {
    ObjectFeature objects =
        ground.open(
            new ObjectFeature(
                ground.database(),
                ground.identity().vault(),
                ground.clock(),
                ground.timer(),
                ground.ids(),
                Toolkit.uploadJudge(),
                ground.state().folder("objects"),
                ground.url(),
                ground.settings().objects()));
    CredentialFeature credentials =
        new CredentialFeature(
            ground.database(),
            ground.identity().vault(),
            ground.named(),
            ground.clock(),
            ground.ids(),
            ground.identity()::user,
            name -> isAgent(ground.deployments(), name),
            CredentialConfig.defaults(
                ground.settings().region(), ground.settings().account(), ground.url()),
            AuthorizationConfig.of(
                ground.url(),
                ground.settings().publicUrl(),
                ground.settings().servers().authorizations()));
    MemoryFeature memory =
        ground.open(
            new MemoryFeature(
                ground.database(),
                ground.clock(),
                ground.timer(),
                ground.ids(),
                ground.metrics(),
                ground.embedder(),
                MemoryFeature.extractor(
                    ground.settings().memory(), ground.models().models(), ground.metrics()),
                Footprints.of(ground.database(), ground.telemetry(), ground.models(), credentials),
                ground.settings().memory()));
    Systems systems =
        ground.open(
            new Systems(
                ground.database(),
                ground.clock(),
                ground.databases().jdbc(),
                ground.identity().vault(),
                ground.surroundings().secrets(),
                ground.options().systems()));
    Means means =
        new Means(
            ground.clock(),
            ground.timer(),
            ground.database(),
            ground.embedder(),
            ground.models().models(),
            objects.uploads());
    Serving fileTools = ground.open(ground.settings().fileTools().open(means));
    BuiltInServers servers =
        ground.open(
            new BuiltInServers(
                means,
                ground.toolRunner(),
                ground.identity().vault(),
                credentials.authorizations(),
                ground.url(),
                systems.with(ground.settings().servers())));
    GatewayFeature gateways =
        ground.open(
            new GatewayFeature(
                ground.database(),
                ground.clock(),
                ground.timer(),
                ground.ids(),
                ground.telemetry().tracer("gateway"),
                ground.metrics().registry(),
                ground.embedder(),
                ground.identity().vault(),
                ground.entrances(),
                ground.named(),
                new GatewayTargets(ground.named(), ground.clock(), servers),
                credentials::ofTarget,
                ground.url(),
                ground.settings().gateways()));
    return new Provisions(objects, credentials, memory, systems, fileTools, servers, gateways);
  }

  void start() {
    objects.start();
    memory.start();
    gateways.start();
  }

  void bind(Routes routes) {
    objects.bind(routes.requiring("invoke"), routes.requiring("operate"));
    credentials.bind(
        routes.requiring("agents"),
        routes.requiring("credentials"),
        routes.requiring("operate"),
        routes);
    memory.bind(
        routes.requiring("agents"), routes.requiring("invoke"), routes.requiring("operate"));
    gateways.bind(routes.requiring("agents"), routes.requiring("invoke"));
    servers.bind(routes.requiring("invoke"), routes.requiring("operate"));
  }

  private static boolean isAgent(Deployments deployments, String name) {
    try {
      deployments.resolve(new AgentRuntimeId(name), null);
      return true;
    } catch (Fault.NotFound | Fault.Invalid e) {
      return false;
    } catch (Fault notServableNow) {
      return true;
    }
  }
}
