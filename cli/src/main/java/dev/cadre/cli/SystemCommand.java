package dev.cadre.cli;

import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** {@code system}: what was deployed as one. */
final class SystemCommand {
  private static final String PATH = "/cadre/v1/systems";
  private static final Operand SYSTEM = new Operand("SYSTEM", Count.ONE, "Its name.");

  private SystemCommand() {}

  static Group group() {
    return new Group(
        Syntax.of("system", "Systems: agents, tools and data that are deployed as one.")
            .examples("cadre system list", "cadre system import support order_management.db"),
        List.of(new ShowAll(), new Import()));
  }

  private static final class ShowAll implements Action {
    @Override
    public Syntax syntax() {
      return Syntax.of("list", "List systems, their agents, and what is wrong with them.")
          .examples("cadre system list");
    }

    @Override
    public int run(Cadre cadre, Arguments given) {
      JsonNode answer = cadre.platform().get(PATH);
      if (cadre.json()) {
        cadre.printJson(answer);
        return Exit.OK.code();
      }
      var table = new Table("SYSTEM", "STATUS", "AGENT", "VERSION", "PORT", "SCALING");
      for (JsonNode system : answer.path("systems")) {
        String name = Json.string(system, "name");
        String status = Json.string(system, "status");
        if (system.path("agents").isEmpty()) {
          table.row(name, status, "", "", "", "");
        }
        for (JsonNode agent : system.path("agents")) {
          JsonNode scaling = agent.path("scaling");
          table.row(
              name,
              status,
              Json.string(agent, "name"),
              Json.string(agent, "version"),
              Json.string(agent.path("port"), "number"),
              Json.string(scaling, "min") + ".." + Json.string(scaling, "max"));
        }
      }
      table.print(cadre.terminal());
      for (JsonNode system : answer.path("systems")) {
        system
            .path("problems")
            .forEach(problem -> cadre.terminal().note(Terminal.plain(problem.asString())));
      }
      return Exit.OK.code();
    }
  }

  private static final class Import implements Action {
    private static final Operand FILE = new Operand("FILE", Count.ONE, "A SQLite database.");

    @Override
    public Syntax syntax() {
      return Syntax.of("import", "Take over the tables of a SQLite file into a system's database.")
          .takes(SYSTEM, FILE)
          .notes(
              "What is there already is brought up to date. All of the file comes over, or"
                  + " nothing.")
          .examples("cadre system import support order_management.db");
    }

    @Override
    public int run(Cadre cadre, Arguments given) {
      Path file = given.path(FILE);
      if (file == null) {
        throw Failure.usage("FILE is missing");
      }
      JsonNode answer =
          cadre
              .platform()
              .post(
                  PATH + "/" + Platform.segment(given.needed(SYSTEM)) + "/import",
                  "application/vnd.sqlite3",
                  cadre.surroundings().folder().resolve(file));
      if (cadre.json()) {
        cadre.printJson(answer);
        return Exit.OK.code();
      }
      answer
          .path("read")
          .properties()
          .forEach(
              table ->
                  cadre
                      .terminal()
                      .note("read %s rows of %s".formatted(table.getValue(), table.getKey())));
      for (JsonNode changed : answer.path("changed")) {
        cadre
            .terminal()
            .note(
                "%s: %s rows"
                    .formatted(Json.string(changed, "statement"), Json.string(changed, "rows")));
      }
      return Exit.OK.code();
    }
  }
}
