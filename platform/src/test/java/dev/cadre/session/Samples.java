package dev.cadre.session;

import dev.cadre.agent.Artifact;
import dev.cadre.agent.CodeRuntime;
import dev.cadre.agent.Deployment;
import dev.cadre.agent.NetworkMode;
import dev.cadre.agent.Protocol;
import dev.cadre.http.Principal;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.Arn;
import dev.cadre.id.EndpointName;
import dev.cadre.id.SessionId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values that tests start from. */
final class Samples {
  static final AgentRuntimeId AGENT = new AgentRuntimeId("echo-AbCdEf1234");
  static final EndpointName DEFAULT = new EndpointName("DEFAULT");
  static final Duration IDLE = Duration.ofMinutes(15);
  static final Duration LIFE = Duration.ofHours(8);
  static final Sessions.Caller CALLER =
      new Sessions.Caller("anonymous", "ada", "", Principal.Origin.FIRST);

  private Samples() {}

  static SessionId id() {
    return new SessionId(UUID.randomUUID().toString());
  }

  static Deployment deployment() {
    return deployment(AGENT, 1, DEFAULT);
  }

  static Deployment deployment(AgentRuntimeId agent, int version, @Nullable EndpointName endpoint) {
    return new Deployment(
        agent,
        "echo",
        Arn.parse("arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/" + agent),
        version,
        endpoint,
        Protocol.HTTP,
        new Artifact.Code(
            CodeRuntime.PYTHON_3_11, Path.of("/"), List.of("/bin/true"), Map.of(), List.of()),
        Map.of(),
        IDLE,
        LIFE,
        List.of(),
        NetworkMode.PUBLIC,
        null,
        List.of());
  }

  /** Limits that no test meets by accident; no warm pool. */
  static SessionConfig config() {
    return new SessionConfig(
        1000,
        1000,
        1000,
        4,
        2,
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        Duration.ofMinutes(15),
        Duration.ofMinutes(60),
        Duration.ofSeconds(15),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        0);
  }

  static SessionConfig limits(int max, int maxPerAgent, int newPerSecond) {
    SessionConfig base = config();
    return new SessionConfig(
        max,
        maxPerAgent,
        newPerSecond,
        base.maxConcurrentPerSession(),
        base.maxWaitingPerSession(),
        base.maxWait(),
        base.initLimit(),
        base.plainLimit(),
        base.streamLimit(),
        base.heartbeat(),
        base.stopGrace(),
        base.drain(),
        0);
  }
}
