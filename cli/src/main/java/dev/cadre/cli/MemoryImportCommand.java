package dev.cadre.cli;

import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/** Reads what {@code export} wrote; what is there already is not doubled. */
final class MemoryImportCommand implements Action {
  private static final Operand FILE = new Operand("FILE", Count.ONE, "JSON lines.");

  @Override
  public Syntax syntax() {
    return Syntax.of("import", "Read events and records from JSON lines.")
        .takes(MemoryCommand.MEMORY, FILE)
        .examples("cadre memory import people people.jsonl");
  }

  @Override
  public int run(Cadre cadre, Arguments given) {
    Path file = given.path(FILE);
    if (file == null) {
      throw Failure.usage("FILE is missing");
    }
    String path = Memories.beyond(given.needed(MemoryCommand.MEMORY)) + "/import";
    JsonNode answer =
        cadre
            .platform()
            .post(path, "application/x-ndjson", cadre.surroundings().folder().resolve(file));
    if (cadre.json()) {
      cadre.printJson(answer);
    } else {
      cadre
          .terminal()
          .note(
              "imported %s events and %s records"
                  .formatted(Json.string(answer, "events"), Json.string(answer, "records")));
    }
    return Exit.OK.code();
  }
}
