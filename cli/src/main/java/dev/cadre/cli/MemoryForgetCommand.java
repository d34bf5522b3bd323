package dev.cadre.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Has an actor or a session forgotten, everywhere, and looks whether it is. */
final class MemoryForgetCommand implements Action {
  private static final Option ACTOR = Option.value("ACTOR", "Who is forgotten.", "--actor");
  private static final Option SESSION =
      Option.value("ID", "Only this session of the actor.", "-s", "--session");

  @Override
  public Syntax syntax() {
    return Syntax.of("forget", "Remove all that is known of an actor, or of one session.")
        .takes(MemoryCommand.MEMORY, ACTOR, SESSION, MemoryCommand.CONFIRM)
        .notes(
            "Records that were also made of others' events go with it: they can't be taken apart.")
        .examples(
            "cadre memory forget people --actor anna",
            "cadre memory forget people --actor anna --session monday --confirm");
  }

  @Override
  public int run(Cadre cadre, Arguments given) {
    Platform platform = cadre.platform();
    String path = Memories.beyond(given.needed(MemoryCommand.MEMORY)) + "/forget";
    String actor = given.needed(ACTOR);
    String session = given.text(SESSION);
    JsonNode found = platform.post(path, body(actor, session).put("dryRun", true)).path("found");
    String whom = session == null ? actor : "session " + session + " of " + actor;
    Memories.confirm(
        cadre.terminal(),
        given.has(MemoryCommand.CONFIRM),
        "Forget " + whom + " (" + counted(found) + ")?");
    JsonNode answer = platform.post(path, body(actor, session));
    if (cadre.json()) {
      cadre.printJson(answer);
    } else {
      cadre.terminal().print("forgotten: " + counted(answer.path("found")));
    }
    if (!answer.path("verified").asBoolean(false)) {
      throw new Failure(
          Exit.FAILED,
          "not all is gone: "
              + counted(answer.path("left"))
              + " are left; more came meanwhile, forget again");
    }
    return Exit.OK.code();
  }

  private static ObjectNode body(String actor, @Nullable String session) {
    ObjectNode body = Json.object().put("actorId", actor);
    return session == null ? body : body.put("sessionId", session);
  }

  private static String counted(JsonNode counts) {
    List<String> parts = new ArrayList<>();
    counts.forEachEntry((name, count) -> parts.add(count.asString() + " " + name));
    return String.join(", ", parts);
  }
}
