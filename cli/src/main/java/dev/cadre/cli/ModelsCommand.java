package dev.cadre.cli;

import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

final class ModelsCommand implements Action {
  @Override
  public Syntax syntax() {
    return Syntax.of("models", "List what agents may name as their model, and who answers.")
        .examples("cadre models", "cadre models --json | jq '.providers'");
  }

  @Override
  public int run(Cadre cadre, Arguments given) {
    JsonNode models = cadre.platform().get("/cadre/v1/models");
    if (cadre.json()) {
      cadre.printJson(models);
      return Exit.OK.code();
    }
    var aliases = new Table("MODEL", "ANSWERED BY, IN THIS ORDER");
    models
        .path("aliases")
        .forEach(alias -> aliases.row(Json.string(alias, "name"), targets(alias.path("targets"))));
    aliases.print(cadre.terminal());
    cadre.terminal().print("");
    var providers = new Table("PROVIDER", "TYPE", "REGION", "STATE", "UNDER WAY");
    models.path("providers").forEach(provider -> row(providers, provider));
    providers.print(cadre.terminal());
    return Exit.OK.code();
  }

  private static String targets(JsonNode targets) {
    var all = new StringJoiner(", ");
    targets.forEach(
        target -> all.add(Json.string(target, "provider") + ":" + Json.string(target, "model")));
    return all.toString();
  }

  private static void row(Table table, JsonNode provider) {
    table.row(
        Json.string(provider, "name"),
        Json.string(provider, "type"),
        Json.string(provider, "region"),
        state(provider),
        provider.path("callsUnderWay").asString()
            + " of "
            + provider.path("concurrent").asString());
  }

  /** Of its circuit breaker, in words for whoever never heard of one. */
  private static String state(JsonNode provider) {
    return switch (Json.string(provider, "state")) {
      case "closed" -> "ready";
      case "open" ->
          "failing; tried again in " + provider.path("leftAloneSeconds").asString() + " s";
      default -> "failing; being tried again";
    };
  }
}
