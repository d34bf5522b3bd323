package dev.cadre.session;

import dev.cadre.agent.Deployments;
import dev.cadre.fault.Fault;
import dev.cadre.http.Exchange;
import dev.cadre.http.Routes;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.SessionId;
import dev.cadre.json.Json;
import dev.cadre.worker.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Beyond AWS: sessions listed, shown and stopped, under {@code /cadre/v1/sessions}. */
final class SessionRoutes {
  private static final int DEFAULT_PAGE = 100;
  private static final int MAX_PAGE = 1000;

  /** What a database can compare with. */
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private static final Set<String> STATES =
      Stream.concat(Stream.of("LIVE"), Stream.of(SessionState.values()).map(Enum::name))
          .collect(Collectors.toUnmodifiableSet());

  private final Sessions sessions;
  private final SessionStore store;
  private final Deployments deployments;
  private final InstantSource clock;

  SessionRoutes(
      Sessions sessions, SessionStore store, Deployments deployments, InstantSource clock) {
    this.sessions = sessions;
    this.store = store;
    this.deployments = deployments;
    this.clock = clock;
  }

  void bind(Routes routes) {
    routes
        .add("GET", "/cadre/v1/sessions", this::list)
        .add("DELETE", "/cadre/v1/sessions", this::stopAll)
        .add("GET", "/cadre/v1/sessions/{agent}/{session}", this::show)
        .add("DELETE", "/cadre/v1/sessions/{agent}/{session}", this::stop);
  }

  private void list(Exchange exchange) throws IOException {
    int limit = limit(exchange.query("maxResults").orElse(Integer.toString(DEFAULT_PAGE)));
    String state = exchange.query("state").orElse(null);
    if (state != null && !STATES.contains(state)) {
      throw new Fault.Invalid(
          "state '" + state + "' is not known; use LIVE or one of the states " + STATES);
    }
    SessionStore.Position before =
        exchange.query("nextToken").map(SessionRoutes::position).orElse(null);
    List<SessionRecord> page =
        store.list(
            agent(exchange).map(AgentRuntimeId::value).orElse(null), state, before, limit + 1);
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("sessions");
    page.stream().limit(limit).forEach(record -> list.add(json(record)));
    if (page.size() > limit) {
      answer.put("nextToken", token(page.get(limit - 1)));
    }
    exchange.json(200, answer);
  }

  private void show(Exchange exchange) throws IOException {
    AgentRuntimeId runtime = deployments.find(exchange.pathVariable("agent"));
    SessionId id = new SessionId(exchange.pathVariable("session"));
    SessionRecord record = store.newest(runtime, id).orElseThrow(() -> unknown(runtime, id));
    exchange.json(200, json(record));
  }

  private void stop(Exchange exchange) throws IOException, InterruptedException {
    AgentRuntimeId runtime = deployments.find(exchange.pathVariable("agent"));
    SessionId id = new SessionId(exchange.pathVariable("session"));
    if (!sessions.stop(runtime, id, EndReason.STOPPED)) {
      throw unknown(runtime, id);
    }
    exchange.json(200, Json.object().put("stopped", 1));
  }

  private void stopAll(Exchange exchange) throws IOException {
    int stopped = sessions.stopAll(agent(exchange).orElse(null), EndReason.STOPPED);
    exchange.json(200, Json.object().put("stopped", stopped));
  }

  private Optional<AgentRuntimeId> agent(Exchange exchange) {
    return exchange.query("agent").map(deployments::find);
  }

  private static Fault unknown(AgentRuntimeId runtime, SessionId id) {
    return new Fault.NotFound("agent " + runtime + " has no session " + id);
  }

  /** The record; for a session that this process holds, with what is true this moment. */
  private ObjectNode json(SessionRecord stored) {
    Optional<LiveSession> live =
        stored.endedAt() == null
            ? sessions.find(stored.runtime(), stored.sessionId())
            : Optional.empty();
    SessionRecord record = live.map(LiveSession::now).orElse(stored);
    Instant end = record.endedAt() == null ? clock.instant() : record.endedAt();
    ObjectNode json =
        Json.object()
            .put("agentRuntimeId", record.runtime().value())
            .put("version", record.version())
            .put("endpoint", record.endpoint() == null ? null : record.endpoint().value())
            .put("sessionId", record.sessionId().value())
            .put("user", record.user())
            .put("principal", record.principal())
            .put("state", record.state().name())
            .put("createdAt", record.createdAt().toString())
            .put("lastUsedAt", record.lastUsedAt().toString())
            .put("ageSeconds", Duration.between(record.createdAt(), end).toSeconds())
            .put("requests", record.requests())
            .put("isolation", record.isolation())
            .put("workerPid", record.workerPid());
    usage(json, live.map(LiveSession::worker).orElse(null));
    if (record.endedAt() != null) {
      json.put("endedAt", record.endedAt().toString())
          .put("endReason", record.endReason() == null ? null : record.endReason().name())
          .put("endDetail", record.endDetail())
          .put("exitCode", record.exitCode());
    }
    return json;
  }

  private static void usage(ObjectNode json, Workers.@Nullable Worker worker) {
    if (worker != null) {
      Usage usage = worker.usage();
      json.put("memoryBytes", usage.residentBytes())
          .put("cpuSeconds", usage.cpu().toMillis() / 1000.0)
          .put("processes", usage.processes())
          .put("diskBytes", usage.diskBytes());
    }
  }

  private static int limit(String text) {
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MAX_PAGE) {
        return limit;
      }
    } catch (NumberFormatException notANumber) {
      // Told below, as a number out of range is.
    }
    throw new Fault.Invalid("maxResults '" + text + "' must be a number from 1 to " + MAX_PAGE);
  }

  private static String token(SessionRecord last) {
    String text = last.createdAt() + " " + last.id();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static SessionStore.Position position(String token) {
    try {
      String[] parts =
          new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split(" ", 2);
      Instant createdAt = Instant.parse(parts[0]);
      if (createdAt.isAfter(LATEST)) {
        throw new IllegalArgumentException("later than any session can be");
      }
      return new SessionStore.Position(createdAt, UUID.fromString(parts[1]));
    } catch (IllegalArgumentException | DateTimeParseException | ArrayIndexOutOfBoundsException e) {
      throw new Fault.Invalid(
          "nextToken is not one that this operation returned; begin again without it");
    }
  }
}
