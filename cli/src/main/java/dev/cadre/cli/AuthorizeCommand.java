package dev.cadre.cli;

import tools.jackson.databind.JsonNode;

/** {@code credentials authorize}: lets the platform use an MCP server that asks for consent. */
final class AuthorizeCommand implements Action {
  private static final String PATH = "/cadre/v1/authorizations";
  private static final Operand SERVER =
      new Operand("SERVER", Count.OPTIONAL, "A name of the registry, or an MCP server's URL.");
  private static final Option FORGET =
      Option.flag("Forget the token; the next call waits for consent again.", "--forget");

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "authorize", "Consent to the use of an MCP server; without one, list what there is.")
        .takes(SERVER, FORGET)
        .notes(
            "Prints the page to open in a browser. The platform keeps the token, sealed, and uses"
                + " it for everybody's calls of this server.")
        .examples(
            "cadre credentials authorize parcels",
            "cadre credentials authorize https://parcels.example/mcp --forget");
  }

  @Override
  public int run(Cadre cadre, Arguments given) {
    if (!given.has(SERVER)) {
      return list(cadre);
    }
    String server = address(cadre, given.needed(SERVER));
    if (given.has(FORGET)) {
      JsonNode answer = cadre.platform().delete(PATH + "?server=" + Platform.segment(server));
      return shown(cadre, answer, "forgot the token for " + server);
    }
    JsonNode answer = cadre.platform().post(PATH, Json.object().put("server", server));
    if (cadre.json()) {
      cadre.printJson(answer);
      return Exit.OK.code();
    }
    long minutes = Math.max(1, answer.path("expiresInSeconds").asLong(60) / 60);
    cadre.terminal().note("open this within " + minutes + " minutes, and consent:");
    cadre.terminal().print(Json.string(answer, "authorizationUrl"));
    return Exit.OK.code();
  }

  private static int shown(Cadre cadre, JsonNode answer, String words) {
    if (cadre.json()) {
      cadre.printJson(answer);
    } else {
      cadre.terminal().note(words);
    }
    return Exit.OK.code();
  }

  private static int list(Cadre cadre) {
    JsonNode answer = cadre.platform().get(PATH);
    if (cadre.json()) {
      cadre.printJson(answer);
      return Exit.OK.code();
    }
    var table = new Table("SERVER", "ISSUER", "SCOPES", "MORE WANTED", "CHANGED");
    for (JsonNode one : answer.path("authorizations")) {
      table.row(
          Json.string(one, "server"),
          Json.string(one, "issuer"),
          joined(one.path("scopes")),
          joined(one.path("wantedScopes")),
          Json.string(one, "updatedAt"));
    }
    table.print(cadre.terminal());
    return Exit.OK.code();
  }

  private static String joined(JsonNode texts) {
    var all = new StringBuilder();
    for (JsonNode text : texts) {
      all.append(all.isEmpty() ? "" : " ").append(text.asString(""));
    }
    return all.toString();
  }

  private static String address(Cadre cadre, String server) {
    if (server.contains("://")) {
      return server;
    }
    for (JsonNode one : cadre.platform().get("/cadre/v1/servers").path("servers")) {
      if (Json.string(one, "name").equals(server)) {
        return Json.string(one, "url");
      }
    }
    throw Failure.usage(
        "'%s' is no server of the registry ('cadre credentials authorize' takes a URL as well)"
            .formatted(server));
  }
}
