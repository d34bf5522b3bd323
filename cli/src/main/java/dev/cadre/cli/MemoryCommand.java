package dev.cadre.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code memory}, and the commands below it: here those about memories as such. */
final class MemoryCommand {
  static final Operand MEMORY = new Operand("MEMORY", Count.ONE, "Its name or id.");
  static final Option CONFIRM = Option.flag("Don't ask.", "--confirm");

  private MemoryCommand() {}

  static Group group() {
    return new Group(
        Syntax.of("memory", "Create memories, look into them, and have people forgotten.")
            .examples(
                "cadre memory create people --strategy semantic --strategy preference",
                "cadre memory search people \"What does she drink?\" --namespace /actors/anna",
                "cadre memory forget people --actor anna"),
        List.of(
            new Create(),
            new Show(),
            new ShowAll(),
            new Delete(),
            new MemoryEventsCommand(),
            new MemorySearchCommand(),
            new MemoryAddCommand(),
            new MemoryForgetCommand(),
            new MemoryExportCommand(),
            new MemoryImportCommand()));
  }

  private static final class Create implements Action {
    private static final Map<String, String> KINDS =
        Map.of(
            "semantic", "semanticMemoryStrategy",
            "summary", "summaryMemoryStrategy",
            "preference", "userPreferenceMemoryStrategy",
            "episodic", "episodicMemoryStrategy");
    private static final int DEFAULT_DAYS = 30;
    private static final int FEWEST_DAYS = 3;
    private static final int MOST_DAYS = 365;
    private static final Operand NAME =
        new Operand("NAME", Count.ONE, "A letter, then up to 47 letters, digits or underscores.");
    private static final Option DAYS =
        Option.value("N", "Events are kept N days, 3 to 365 (else 30).", "--days");
    private static final Option STRATEGY =
        Option.value(
                "KIND[=NAMESPACE]",
                "Makes records: semantic, summary, preference or episodic; may be repeated.",
                "--strategy")
            .given(Count.ANY);

    @Override
    public Syntax syntax() {
      return Syntax.of("create", "Make a memory; without a strategy it keeps events alone.")
          .takes(NAME, DAYS, STRATEGY)
          .examples(
              "cadre memory create people --strategy semantic --strategy preference",
              "cadre memory create notes --days 90 --strategy 'semantic=/facts/{actorId}/'");
    }

    @Override
    public int run(Cadre cadre, Arguments given) {
      Integer days = given.number(DAYS);
      if (days != null && (days < FEWEST_DAYS || days > MOST_DAYS)) {
        throw Failure.usage("--days " + days + " is not within 3 to 365");
      }
      ObjectNode body =
          Json.object()
              .put("name", given.needed(NAME))
              .put("eventExpiryDuration", days == null ? DEFAULT_DAYS : days);
      ArrayNode strategies = body.putArray("memoryStrategies");
      given.all(STRATEGY).forEach(strategy -> add(strategies, strategy));
      JsonNode memory = new Memories(cadre.platform()).create(body);
      if (cadre.json()) {
        cadre.printJson(memory);
      } else {
        cadre.terminal().print(Json.string(memory, "id"));
      }
      return Exit.OK.code();
    }

    private static void add(ArrayNode strategies, String given) {
      int equals = given.indexOf('=');
      String name = equals < 0 ? given : given.substring(0, equals);
      String kind = KINDS.get(name);
      if (kind == null) {
        throw Failure.usage(
            "--strategy '" + given + "' is none of semantic, summary, preference, episodic");
      }
      ObjectNode strategy = strategies.addObject().putObject(kind).put("name", name);
      if (equals >= 0) {
        strategy.putArray("namespaces").add(given.substring(equals + 1));
      }
    }
  }

  private static final class ShowAll implements Action {
    @Override
    public Syntax syntax() {
      return Syntax.of("list", "List memories.").examples("cadre memory list");
    }

    @Override
    public int run(Cadre cadre, Arguments given) {
      JsonNode answer = new Memories(cadre.platform()).list();
      if (cadre.json()) {
        cadre.printJson(answer);
        return Exit.OK.code();
      }
      var table = new Table("NAME", "STATUS", "DAYS", "STRATEGIES", "ID");
      for (JsonNode memory : answer.path("memories")) {
        table.row(
            Json.string(memory, "name"),
            Json.string(memory, "status"),
            Json.string(memory, "eventExpiryDays"),
            String.join(
                ",",
                memory
                    .path("strategies")
                    .valueStream()
                    .map(strategy -> Json.string(strategy, "name"))
                    .toList()),
            Json.string(memory, "id"));
      }
      table.print(cadre.terminal());
      return Exit.OK.code();
    }
  }

  private static final class Show implements Action {
    @Override
    public Syntax syntax() {
      return Syntax.of("show", "Show a memory: strategies, size, how far extraction is behind.")
          .takes(MEMORY)
          .examples("cadre memory show people");
    }

    @Override
    public int run(Cadre cadre, Arguments given) {
      JsonNode memory = new Memories(cadre.platform()).show(given.needed(MEMORY));
      if (cadre.json()) {
        cadre.printJson(memory);
        return Exit.OK.code();
      }
      Terminal terminal = cadre.terminal();
      for (String name :
          List.of("id", "name", "status", "actors", "sessions", "events", "records")) {
        terminal.print("%-12s%s".formatted(name, Json.string(memory, name)));
      }
      terminal.print("%-12s%s days".formatted("kept", Json.string(memory, "eventExpiryDays")));
      JsonNode behind = memory.path("extraction");
      terminal.print(
          String.format(
              Locale.ROOT,
              "%-12s%s waiting, %s failed, %ss behind",
              "extraction",
              Json.string(behind, "waiting"),
              Json.string(behind, "failed"),
              Json.string(behind, "oldestSeconds")));
      var table = new Table("STRATEGY", "TYPE", "NAMESPACE", "ID");
      for (JsonNode strategy : memory.path("strategies")) {
        table.row(
            Json.string(strategy, "name"),
            Json.string(strategy, "type"),
            Json.string(strategy, "namespace"),
            Json.string(strategy, "id"));
      }
      if (!memory.path("strategies").isEmpty()) {
        terminal.print("");
        table.print(terminal);
      }
      return Exit.OK.code();
    }
  }

  private static final class Delete implements Action {
    @Override
    public Syntax syntax() {
      return Syntax.of("delete", "Delete a memory with all that is in it.")
          .takes(MEMORY, CONFIRM)
          .examples("cadre memory delete people", "cadre memory delete people --confirm");
    }

    @Override
    public int run(Cadre cadre, Arguments given) {
      Platform platform = cadre.platform();
      JsonNode memory = new Memories(platform).show(given.needed(MEMORY));
      String id = Json.string(memory, "id");
      Memories.confirm(
          cadre.terminal(),
          given.has(CONFIRM),
          "Delete %s with %s events and %s records?"
              .formatted(id, Json.string(memory, "events"), Json.string(memory, "records")));
      JsonNode answer = platform.delete("/memories/" + Platform.segment(id) + "/delete");
      if (cadre.json()) {
        cadre.printJson(answer);
      } else {
        cadre.terminal().note("deleted " + id);
      }
      return Exit.OK.code();
    }
  }
}
