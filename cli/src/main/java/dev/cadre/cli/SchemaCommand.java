package dev.cadre.cli;

final class SchemaCommand implements Action {
  @Override
  public Syntax syntax() {
    return Syntax.of("schema", "Print the JSON Schema of agents' files, for editors.")
        .notes(
            "An editor checks and completes agent.yaml by it; for most, put this above the file:",
            "  # yaml-language-server: $schema=agent-schema.json")
        .examples("cadre schema > agent-schema.json");
  }

  @Override
  public int run(Cadre cadre, Arguments given) {
    cadre.terminal().print(Json.pretty(cadre.platform().get("/cadre/v1/schemas/agent")));
    return Exit.OK.code();
  }
}
