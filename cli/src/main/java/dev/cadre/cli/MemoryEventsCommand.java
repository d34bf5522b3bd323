package dev.cadre.cli;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * From the outside in: the actors of a memory, the sessions of an actor, the events of a session.
 */
final class MemoryEventsCommand implements Action {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST = 100_000;
  private static final Option ACTOR = Option.value("ACTOR", "Of this actor.", "--actor");
  private static final Option SESSION =
      Option.value("ID", "Of this session; needs --actor.", "-s", "--session");
  private static final Option LIMIT =
      Option.value("N", "At most N, the newest first (else 100).", "--limit");

  @Override
  public Syntax syntax() {
    return Syntax.of("events", "List what was said: actors, an actor's sessions, their events.")
        .takes(MemoryCommand.MEMORY, ACTOR, SESSION, LIMIT)
        .examples(
            "cadre memory events people",
            "cadre memory events people --actor anna",
            "cadre memory events people --actor anna --session S");
  }

  @Override
  public int run(Cadre cadre, Arguments given) {
    String actor = given.text(ACTOR);
    String session = given.text(SESSION);
    if (actor == null && session != null) {
      throw Failure.usage("--session needs --actor: sessions are an actor's");
    }
    Integer limit = given.number(LIMIT);
    int most = limit == null ? DEFAULT_LIMIT : limit;
    if (most < 1 || most > MOST) {
      throw Failure.usage("--limit " + most + " is not within 1 to " + MOST);
    }
    Memories memories = new Memories(cadre.platform());
    String path = memories.inside(given.needed(MemoryCommand.MEMORY));
    ObjectNode body = Json.object();
    if (actor == null) {
      actors(cadre, memories.pages(path + "/actors", "actorSummaries", body, most));
      return Exit.OK.code();
    }
    path += "/actor/" + Platform.segment(actor) + "/sessions";
    if (session == null) {
      sessions(cadre, memories.pages(path, "sessionSummaries", body, most));
      return Exit.OK.code();
    }
    path += "/" + Platform.segment(session);
    body.put("includePayloads", true);
    events(cadre, memories.pages(path, "events", body, most));
    return Exit.OK.code();
  }

  private static boolean json(Cadre cadre, String member, List<JsonNode> found) {
    if (cadre.json()) {
      ObjectNode node = Json.object();
      ArrayNode array = node.putArray(member);
      found.forEach(array::add);
      cadre.printJson(node);
    }
    return cadre.json();
  }

  private static void actors(Cadre cadre, List<JsonNode> actors) {
    if (!json(cadre, "actors", actors)) {
      actors.forEach(
          actor -> cadre.terminal().print(Terminal.plain(Json.string(actor, "actorId"))));
    }
  }

  private static void sessions(Cadre cadre, List<JsonNode> sessions) {
    if (!json(cadre, "sessions", sessions)) {
      var table = new Table("SESSION", "CREATED");
      sessions.forEach(
          s -> table.row(Json.string(s, "sessionId"), Memories.time(s.get("createdAt"))));
      table.print(cadre.terminal());
    }
  }

  private static void events(Cadre cadre, List<JsonNode> events) {
    if (!json(cadre, "events", events)) {
      var table = new Table("TIME", "EVENT", "SAID");
      events.forEach(
          event ->
              table.row(
                  Memories.time(event.get("eventTimestamp")),
                  Json.string(event, "eventId"),
                  Memories.said(event)));
      table.print(cadre.terminal());
    }
  }
}
