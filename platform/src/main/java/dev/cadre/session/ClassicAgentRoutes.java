package dev.cadre.session;

import dev.cadre.agent.Artifact;
import dev.cadre.agent.Deployment;
import dev.cadre.agent.Deployments;
import dev.cadre.fault.Fault;
import dev.cadre.http.EventStream;
import dev.cadre.http.Exchange;
import dev.cadre.http.Routes;
import dev.cadre.id.SessionId;
import dev.cadre.json.Json;
import dev.cadre.surface.Surfaces;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * InvokeAgent of bedrock-agent-runtime for agents hosted here, so that clients written for Bedrock
 * Agents run with their endpoint changed. The agent gets {@code {"prompt": inputText}}; what it
 * answers comes back as completion chunks.
 *
 * <p>Wider than the service's model where hosted agents need it: an agentId is an agent's id, name
 * or the ten characters that end its id; the alias {@code DEFAULT} is the DEFAULT endpoint.
 */
final class ClassicAgentRoutes {
  private static final int MAX_BODY = 32 * 1024 * 1024;
  private static final int MAX_INPUT = 25_000_000;
  private static final int BUFFER = 16 * 1024;
  private static final Pattern SESSION = Pattern.compile("[0-9a-zA-Z._:-]{2,100}");

  /** Session ids here may be short; a runtime's have at least 33 characters. */
  private static final String SESSION_PREFIX = "bedrock-agent-session-----------.";

  private static final Set<String> DEFAULT_ALIASES = Set.of("TSTALIASID", "DEFAULT");

  private final Deployments deployments;
  private final Sessions sessions;
  private final Invocations invocations;
  private final DeclaredInvocations declared;
  private final Surfaces surfaces;

  ClassicAgentRoutes(
      Deployments deployments,
      Sessions sessions,
      Invocations invocations,
      DeclaredInvocations declared,
      Surfaces surfaces) {
    this.deployments = deployments;
    this.sessions = sessions;
    this.invocations = invocations;
    this.declared = declared;
    this.surfaces = surfaces;
  }

  void bind(Routes routes) {
    routes.add(
        "POST",
        "/agents/{agentId}/agentAliases/{agentAliasId}/sessions/{sessionId}/text",
        this::invoke);
  }

  private void invoke(Exchange exchange) throws IOException, InterruptedException {
    String alias = exchange.pathVariable("agentAliasId");
    String sessionId = exchange.pathVariable("sessionId");
    if (!SESSION.matcher(sessionId).matches()) {
      throw new Fault.Invalid("sessionId '" + sessionId + "' must match [0-9a-zA-Z._:-]{2,100}");
    }
    JsonNode body = body(exchange);
    String text = body.path("inputText").asString("");
    if (text.length() > MAX_INPUT) {
      throw new Fault.Invalid("inputText is longer than " + MAX_INPUT + " characters");
    }
    Deployment deployment =
        deployments.resolveArn(
            exchange.pathVariable("agentId"), DEFAULT_ALIASES.contains(alias) ? null : alias);
    SessionId session = new SessionId(SESSION_PREFIX + sessionId);
    exchange.responseHeader("x-amzn-bedrock-agent-content-type", "application/json");
    exchange.responseHeader("x-amz-bedrock-agent-session-id", sessionId);
    if (body.path("endSession").asBoolean(false)) {
      sessions.stop(deployment.id(), session, EndReason.STOPPED);
      exchange.stream(200, EventStream.CONTENT_TYPE).close();
      return;
    }
    if (deployment.artifact() instanceof Artifact.Declared) {
      declared.answer(exchange, deployment, session, surfaces.classic(text));
    } else {
      complete(exchange, deployment, session, payload(body, text));
    }
  }

  private static JsonNode body(Exchange exchange) throws IOException {
    byte[] bytes = exchange.body(MAX_BODY);
    return bytes.length == 0 ? Json.object() : Json.parse(bytes);
  }

  private static byte[] payload(JsonNode body, String text) {
    ObjectNode payload = Json.object().put("prompt", text);
    JsonNode attributes = body.path("sessionState").path("sessionAttributes");
    if (attributes.isObject()) {
      payload.set("sessionAttributes", attributes);
    }
    return Json.bytes(payload);
  }

  private void complete(Exchange exchange, Deployment deployment, SessionId session, byte[] payload)
      throws IOException, InterruptedException {
    Invocations.Call call =
        new Invocations.Call(
            deployment,
            session,
            null,
            "POST",
            "/invocations",
            new ByteArrayInputStream(payload),
            payload.length);
    try (InFlight flight = invocations.begin(exchange, call);
        OutputStream out = exchange.stream(200, EventStream.CONTENT_TYPE)) {
      EventStream events = new EventStream(out);
      try {
        chunks(flight.answer(), events);
        flight.succeeded();
      } catch (AnswerBody.BrokenOff e) {
        failed(events, flight.broken(e));
      } catch (Fault e) {
        failed(events, e);
      }
    }
  }

  private static void failed(EventStream events, Fault why) throws IOException {
    events.exception("dependencyFailedException", Json.object().put("message", why.getMessage()));
  }

  private static void chunks(AgentAnswer answer, EventStream events) throws IOException {
    String type = Optional.ofNullable(answer.header("Content-Type")).orElse("");
    if (type.startsWith("text/event-stream")) {
      chunksAsTheyCome(answer.body(), events);
    } else {
      byte[] whole = answer.body().readNBytes(MAX_INPUT);
      events.event("chunk", chunk(AnswerText.of(whole)));
    }
  }

  private static void chunksAsTheyCome(InputStream answer, EventStream events) throws IOException {
    AnswerText.Events lines = new AnswerText.Events();
    byte[] buffer = new byte[BUFFER];
    int length = answer.read(buffer);
    while (length >= 0) {
      for (byte[] text : lines.add(buffer, length)) {
        events.event("chunk", chunk(text));
      }
      length = answer.read(buffer);
    }
  }

  private static ObjectNode chunk(byte[] bytes) {
    return Json.object().put("bytes", Base64.getEncoder().encodeToString(bytes));
  }
}
