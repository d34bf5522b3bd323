package dev.cadre.server;

import dev.cadre.agent.AgentConfig;
import dev.cadre.config.ConfigReader;
import dev.cadre.config.Section;
import dev.cadre.gateway.GatewayConfig;
import dev.cadre.identity.JwtConfig;
import dev.cadre.memory.MemoryConfig;
import dev.cadre.model.ModelsConfig;
import dev.cadre.object.ObjectsConfig;
import dev.cadre.session.SessionConfig;
import dev.cadre.telemetry.LogConfig;
import dev.cadre.telemetry.TelemetryConfig;
import dev.cadre.toolkit.ServersConfig;
import dev.cadre.toolkit.Toolkit;
import dev.cadre.worker.Limits;
import dev.cadre.worker.NetworkPolicy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file, one section for each feature. What is not written has its default; a key
 * that is not known, and a value out of its range, stop the start, all of them told at once.
 */
record Settings(
    SessionConfig sessions,
    Limits workers,
    NetworkPolicy network,
    TelemetryConfig telemetry,
    LogConfig log,
    ModelsConfig models,
    ServersConfig servers,
    Toolkit.Plan fileTools,
    ObjectsConfig objects,
    MemoryConfig memory,
    GatewayConfig gateways,
    String region,
    String account,
    @Nullable URI s3Endpoint,
    boolean installScripts,
    @Nullable URI publicUrl,
    @Nullable JwtConfig issuer) {
  private static final long MB = 1024 * 1024;
  private static final long TB = MB * MB;

  static Settings read(@Nullable Path file, Map<String, String> environment) throws IOException {
    String text = file == null ? "" : Files.readString(file);
    String source = file == null ? "defaults" : file.toString();
    return new ConfigReader(new Secrets(environment)).read(source, text, Settings::of);
  }

  private static Settings of(Section root) {
    Section agents = root.section("agents");
    String s3 = agents.text("s3Endpoint", "");
    ModelsConfig models = ModelsConfig.read(root.section("models"), root.section("budgets"));
    String region = agents.text("region", AgentConfig.DEFAULT_REGION);
    String account = agents.text("account", AgentConfig.DEFAULT_ACCOUNT);
    return new Settings(
        sessions(root.section("sessions")),
        workers(root.section("workers")),
        network(root.section("network")),
        TelemetryConfig.read(root.section("telemetry")),
        LogConfig.read(root.section("log")),
        models,
        ServersConfig.read(root),
        Toolkit.fileTools(root.section("files")),
        ObjectsConfig.read(root.section("objects"), region),
        MemoryConfig.read(root.section("memory"), region, account, !models.providers().isEmpty()),
        GatewayConfig.read(root.section("gateways"), region, account),
        region,
        account,
        s3.isEmpty() ? null : URI.create(s3),
        agents.flag("installScripts", false),
        publicUrl(root.section("authorization")),
        issuer(root.section("issuer")));
  }

  private static SessionConfig sessions(Section section) {
    SessionConfig defaults = SessionConfig.defaults();
    Duration second = Duration.ofSeconds(1);
    Duration hour = Duration.ofHours(1);
    return new SessionConfig(
        section.integer("max", defaults.maxSessions(), 1, 100_000),
        section.integer("maxPerAgent", defaults.maxSessionsPerAgent(), 1, 100_000),
        section.integer("newPerSecond", defaults.newSessionsPerSecond(), 1, 10_000),
        section.integer("concurrent", defaults.maxConcurrentPerSession(), 1, 10_000),
        section.integer("waiting", defaults.maxWaitingPerSession(), 0, 10_000),
        section.duration("maxWait", defaults.maxWait(), Duration.ZERO, hour),
        section.duration("initLimit", defaults.initLimit(), second, Duration.ofMinutes(2)),
        section.duration("plainLimit", defaults.plainLimit(), second, hour),
        section.duration("streamLimit", defaults.streamLimit(), second, Duration.ofHours(8)),
        section.duration("heartbeat", defaults.heartbeat(), second, hour),
        section.duration("stopGrace", defaults.stopGrace(), Duration.ZERO, Duration.ofMinutes(1)),
        section.duration("drain", defaults.drain(), Duration.ZERO, hour),
        section.integer("warm", defaults.warmLimit(), 0, 1_000));
  }

  private static Limits workers(Section section) {
    Limits defaults = Limits.DEFAULT;
    return new Limits(
        section.size("memory", defaults.memoryBytes(), 16 * MB, TB),
        section.number("cpus", defaults.cpus(), 0.1, 64),
        section.integer("processes", defaults.processes(), 16, 4_096),
        section.integer("openFiles", defaults.openFiles(), 64, 65_536),
        section.size("disk", defaults.diskBytes(), MB, TB),
        section.size("temporary", defaults.temporaryBytes(), MB, TB));
  }

  /** What every agent may and may not reach, over what its network mode says. */
  private static NetworkPolicy network(Section section) {
    return new NetworkPolicy(
        NetworkPolicy.Reach.PUBLIC,
        section.texts("allow", List.of()),
        section.texts("deny", List.of()));
  }

  /** Where browsers and authorization servers reach the platform, when not at its own address. */
  private static @Nullable URI publicUrl(Section section) {
    return section.has("publicUrl") ? ServersConfig.http(section, "publicUrl") : null;
  }

  private static @Nullable JwtConfig issuer(Section section) {
    String discovery = section.text("discoveryUrl", "");
    Set<String> audience = Set.copyOf(section.texts("audience", List.of()));
    Set<String> clients = Set.copyOf(section.texts("clients", List.of()));
    Set<String> scopes = Set.copyOf(section.texts("scopes", List.of()));
    return discovery.isEmpty()
        ? null
        : JwtConfig.discovered(URI.create(discovery), audience, clients, scopes, List.of());
  }
}
