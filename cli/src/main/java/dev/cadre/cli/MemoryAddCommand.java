package dev.cadre.cli;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts something into a memory: as said in a session, or as a record. */
final class MemoryAddCommand implements Action {
  private static final Operand TEXT = new Operand("TEXT", Count.ONE, "What was said or is known.");
  private static final Option ACTOR = Option.value("ACTOR", "Who said it.", "--actor");
  private static final Option SESSION =
      Option.value("ID", "In which session; needs --actor.", "-s", "--session");
  private static final Option NAMESPACE =
      Option.value("PATH", "Make a record in this namespace, with no event.", "--namespace");

  @Override
  public Syntax syntax() {
    return Syntax.of("add", "Add an event, from which strategies learn, or a record.")
        .takes(MemoryCommand.MEMORY, TEXT, ACTOR, SESSION, NAMESPACE)
        .examples(
            "cadre memory add people \"I like green tea\" --actor anna --session monday",
            "cadre memory add people \"Opens at nine\" --namespace /facts/shop/");
  }

  @Override
  public int run(Cadre cadre, Arguments given) {
    String namespace = given.text(NAMESPACE);
    boolean said = given.has(ACTOR) && given.has(SESSION);
    if (said == (namespace != null) || (given.has(ACTOR) != given.has(SESSION))) {
      throw Failure.usage("give --actor and --session, or --namespace");
    }
    Platform platform = cadre.platform();
    String path = new Memories(platform).inside(given.needed(MemoryCommand.MEMORY));
    double now = cadre.surroundings().clock().instant().toEpochMilli() / 1000.0;
    String text = given.needed(TEXT);
    if (namespace == null) {
      ObjectNode event = event(given, text).put("eventTimestamp", now);
      JsonNode made = platform.post(path + "/events", event).path("event");
      return added(cadre, made, Json.string(made, "eventId"));
    }
    JsonNode answer =
        platform.post(path + "/memoryRecords/batchCreate", record(namespace, text, now));
    JsonNode failed = answer.path("failedRecords").path(0);
    if (failed.isObject()) {
      throw new Failure(Exit.FAILED, "no record was made: " + Json.string(failed, "errorMessage"));
    }
    JsonNode made = answer.path("successfulRecords").path(0);
    return added(cadre, made, Json.string(made, "memoryRecordId"));
  }

  private static ObjectNode event(Arguments given, String text) {
    ObjectNode event =
        Json.object().put("actorId", given.needed(ACTOR)).put("sessionId", given.needed(SESSION));
    event
        .putArray("payload")
        .addObject()
        .putObject("conversational")
        .put("role", "USER")
        .putObject("content")
        .put("text", text);
    return event;
  }

  private static ObjectNode record(@Nullable String namespace, String text, double now) {
    ObjectNode body = Json.object();
    ObjectNode record =
        body.putArray("records")
            .addObject()
            .put("requestIdentifier", "added")
            .put("timestamp", now);
    record.putArray("namespaces").add(namespace);
    record.putObject("content").put("text", text);
    return body;
  }

  private static int added(Cadre cadre, JsonNode made, String id) {
    if (cadre.json()) {
      cadre.printJson(made);
    } else {
      cadre.terminal().print(id);
    }
    return Exit.OK.code();
  }
}
