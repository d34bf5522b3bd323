package dev.cadre.system;

import dev.cadre.fault.Fault;
import dev.cadre.harness.ConversationId;
import dev.cadre.harness.Conversations.TurnRecord;
import dev.cadre.http.Exchange;
import dev.cadre.http.Handler;
import dev.cadre.http.Routes;
import dev.cadre.json.Json;
import dev.cadre.memory.Recollection;
import dev.cadre.object.ObjectFeature;
import dev.cadre.object.Uploads;
import dev.cadre.system.RouteEntry.Does;
import dev.cadre.system.RouteEntry.Kind;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The plain HTTP routes of one system, bound to what they do. */
final class SystemEntrances {
  private static final int MAX_BODY = 64 * 1024;
  private static final int MAX_TURNS = 1_000;
  private static final int MAX_RECALLED = 50;
  private static final int DEFAULT_RECALLED = 5;
  private static final int LISTED = 20;
  private static final String NO_SESSION = "none";

  private final LoadedSystem system;
  private final RouteMeans means;

  SystemEntrances(LoadedSystem system, RouteMeans means) {
    this.system = system;
    this.means = means;
  }

  void bind(Routes routes, RouteEntry entry) {
    switch (entry.does()) {
      case Does.Ask ask -> {
        AskRoute route = new AskRoute(system, ask, means);
        each(routes, "POST", entry.paths(), route::whole);
        each(routes, "POST", ask.stream(), route::streamed);
      }
      case Does.Health(String agent) ->
          each(routes, "GET", entry.paths(), exchange -> health(exchange, agent));
      case Does.About(String agent) ->
          each(routes, "GET", entry.paths(), exchange -> exchange.json(200, info(agent)));
      case Does.Status _ -> each(routes, "GET", entry.paths(), this::status);
      case Does.Sessions sessions -> {
        each(routes, "POST", entry.paths(), SystemEntrances::newSession);
        List<String> one = entry.paths().stream().map(path -> path + "/{session}").toList();
        each(routes, "GET", one, exchange -> session(exchange, sessions));
      }
      case Does.Uploads _ -> each(routes, "POST", entry.paths(), this::offer);
      case Does.Recall(String memory, Kind kind) ->
          each(
              routes,
              kind == Kind.QUERY ? "POST" : "GET",
              entry.paths(),
              exchange -> recall(exchange, memory, kind));
    }
  }

  private static void each(Routes routes, String method, List<String> paths, Handler handler) {
    paths.forEach(path -> routes.add(method, path, handler));
  }

  private void health(Exchange exchange, @Nullable String agent) throws IOException {
    system.requireReady();
    ObjectNode answer = Json.object().put("status", "healthy").put("system", system.name());
    if (agent != null) {
      answer.put("agent", agent);
    }
    exchange.json(200, answer);
  }

  private ObjectNode info(String agent) {
    return system.agents().stream()
        .filter(one -> one.name().equals(agent))
        .findFirst()
        .map(SystemEntrances::info)
        .orElseThrow(() -> system.notReady());
  }

  private static ObjectNode info(SystemAgents.Agent agent) {
    ObjectNode answer =
        Json.object()
            .put("agent", agent.name())
            .put("description", agent.definition().path("description").asString(""))
            .put("model", agent.definition().at("/model/id").asString("default"));
    answer.set("tools", agent.definition().path("tools"));
    return answer;
  }

  private void status(Exchange exchange) throws IOException {
    system.requireReady();
    ObjectNode answer = Json.object().put("system", system.name());
    ObjectNode agents = answer.putObject("agents");
    system
        .agents()
        .forEach(
            agent ->
                agents
                    .putObject(agent.name())
                    .put("status", "healthy")
                    .put("health", agent.entry().health()));
    exchange.json(200, answer);
  }

  private static void newSession(Exchange exchange) throws IOException {
    byte[] body = exchange.body(MAX_BODY);
    String wanted = body.length == 0 ? "" : Asked.text(Json.parse(body), "session_id", 256);
    String session = wanted.isBlank() ? UUID.randomUUID().toString() : wanted;
    exchange.json(200, Json.object().put("session_id", session));
  }

  private void session(Exchange exchange, Does.Sessions sessions) throws IOException {
    String named = exchange.pathVariable("session");
    String person = Asked.person(exchange, "");
    String agent = means.deployments().find(sessions.agent()).value();
    String session = Asked.session(system.name(), sessions.agent(), person, named).value();
    List<TurnRecord> turns =
        means.conversations().turns(new ConversationId(agent, session), Long.MAX_VALUE, MAX_TURNS);
    if (turns.isEmpty()) {
      throw new Fault.NotFound(
          "you have said nothing in the session '" + named + "' yet; a message begins it");
    }
    ObjectNode answer =
        Json.object()
            .put("session_id", named)
            .put("turns", turns.size())
            .put("created", turns.getLast().startedAt().toString())
            .put("updated", turns.getFirst().startedAt().toString());
    if (sessions.memory() != null) {
      answer.put("namespace", sessions.memory() + "/" + person);
      answer.put(
          "summary",
          String.join(
              "\n",
              means
                  .recollection()
                  .summary(new Recollection.Place(sessions.memory(), person, session))));
    }
    exchange.json(200, answer);
  }

  private void offer(Exchange exchange) throws IOException {
    JsonNode body = Json.parse(exchange.body(MAX_BODY));
    Uploads.Offer offer =
        means
            .objects()
            .uploads()
            .offer(
                Asked.person(exchange, ""),
                Asked.text(body, "fileName", 1_000),
                Asked.text(body, "fileType", 200),
                means.objects().base(exchange));
    exchange.json(200, ObjectFeature.shown(offer).put("s3Uri", offer.upload().uri()));
  }

  private void recall(Exchange exchange, String memory, Kind kind) throws IOException {
    Recollection.Place place =
        new Recollection.Place(memory, Asked.person(exchange, ""), NO_SESSION);
    ObjectNode answer = Json.object();
    switch (kind) {
      case QUERY -> {
        JsonNode body = Json.parse(exchange.body(MAX_BODY));
        String question = Asked.text(body, "query", 2_000);
        if (question.isBlank()) {
          throw new Fault.Invalid("query is missing; send {\"query\": \"...\"}");
        }
        int top = Math.clamp(body.path("top_k").asInt(DEFAULT_RECALLED), 1, MAX_RECALLED);
        Recollection.Wanted wanted = wanted(Asked.text(body, "memory_type", 40), top);
        answer.set("memories", Json.tree(means.recollection().recall(place, wanted, question)));
      }
      case SESSIONS ->
          answer.set(
              "sessions",
              Json.tree(
                  recalled(place, new Recollection.Wanted(List.of(), 0, LISTED, 0, List.of()))));
      case PREFERENCES ->
          answer.set(
              "preferences",
              Json.tree(
                  recalled(place, new Recollection.Wanted(List.of(), 0, 0, LISTED, List.of()))));
    }
    exchange.json(200, answer);
  }

  private List<String> recalled(Recollection.Place place, Recollection.Wanted wanted) {
    return means.recollection().recall(place, wanted, "");
  }

  private static Recollection.Wanted wanted(String type, int top) {
    return switch (type) {
      case "" -> new Recollection.Wanted(List.of(), top, top, top, List.of());
      case "summaries" -> new Recollection.Wanted(List.of(), 0, top, 0, List.of());
      case "preferences" -> new Recollection.Wanted(List.of(), 0, 0, top, List.of());
      case "semantic" -> new Recollection.Wanted(List.of(), top, 0, 0, List.of());
      default ->
          throw new Fault.Invalid(
              "memory_type is '" + type + "'; it must be summaries, preferences or semantic");
    };
  }
}
