package dev.cadre.cli;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code gateway}, and the commands below it: here those about gateways as such. */
final class GatewayCommand {
  static final Operand GATEWAY = new Operand("GATEWAY", Count.ONE, "Its name or id.");
  static final Option CONFIRM = Option.flag("Don't ask.", "--confirm");

  private GatewayCommand() {}

  static Group group() {
    return new Group(
        Syntax.of("gateway", "Put the tools of many servers behind one MCP endpoint.")
            .examples(
                "cadre gateway create tools",
                "cadre gateway add-target tools orders --endpoint http://127.0.0.1:8000/mcp",
                "cadre gateway call tools orders___find '{\"id\": 17}'"),
        List.of(
            new Create(),
            new ShowAll(),
            new Show(),
            new Delete(),
            new GatewayTargetCommands.Add(),
            new GatewayTargetCommands.ShowAll(),
            new GatewayTargetCommands.Remove(),
            new GatewayTargetCommands.Synchronize(),
            new GatewayToolCommands.ShowAll(),
            new GatewayToolCommands.Call()));
  }

  /** The words between commas, as an array; nothing when the option was not given. */
  static void words(Arguments given, Option option, ObjectNode to, String member) {
    String text = given.text(option);
    if (text != null) {
      ArrayNode array = to.putArray(member);
      for (String word : text.split(",", -1)) {
        if (!word.isBlank()) {
          array.add(word.strip());
        }
      }
    }
  }

  private static final class Create implements Action {
    private static final Operand NAME =
        new Operand("NAME", Count.ONE, "Letters, digits and hyphens.");
    private static final Option DESCRIPTION =
        Option.value("TEXT", "What it is for.", "--description");
    private static final Option AUTHORIZER =
        Option.value(
            "TYPE", "Who may enter: NONE, AWS_IAM (else) or CUSTOM_JWT.", "--authorizer-type");
    private static final Option DISCOVERY =
        Option.value("URL", "Of CUSTOM_JWT's issuer.", "--discovery-url");
    private static final Option AUDIENCE =
        Option.value("A,B", "Of CUSTOM_JWT's tokens.", "--allowed-audience");
    private static final Option CLIENTS =
        Option.value("A,B", "Of CUSTOM_JWT's tokens.", "--allowed-clients");
    private static final Option SCOPES =
        Option.value("A,B", "Of CUSTOM_JWT's tokens.", "--allowed-scopes");
    private static final Option UNSEARCHED =
        Option.flag("Its tools are not searched by meaning.", "--no-semantic-search");

    @Override
    public Syntax syntax() {
      return Syntax.of("create", "Make a gateway; prints the address of its MCP endpoint.")
          .takes(NAME, DESCRIPTION, AUTHORIZER, DISCOVERY, AUDIENCE, CLIENTS, SCOPES, UNSEARCHED)
          .examples(
              "cadre gateway create tools",
              "cadre gateway create tools --authorizer-type CUSTOM_JWT --discovery-url"
                  + " https://issuer.example/.well-known/openid-configuration --allowed-audience"
                  + " tools");
    }

    @Override
    public int run(Cadre cadre, Arguments given) {
      String type = given.has(AUTHORIZER) ? given.needed(AUTHORIZER) : "AWS_IAM";
      ObjectNode body =
          Json.object()
              .put("name", given.needed(NAME))
              .put("roleArn", "arn:aws:iam::000000000000:role/cadre")
              .put("protocolType", "MCP")
              .put("authorizerType", type);
      if (given.has(DESCRIPTION)) {
        body.put("description", given.needed(DESCRIPTION));
      }
      if (!given.has(UNSEARCHED)) {
        body.putObject("protocolConfiguration").putObject("mcp").put("searchType", "SEMANTIC");
      }
      if (type.equals("CUSTOM_JWT")) {
        ObjectNode jwt =
            body.putObject("authorizerConfiguration")
                .putObject("customJWTAuthorizer")
                .put("discoveryUrl", given.needed(DISCOVERY));
        words(given, AUDIENCE, jwt, "allowedAudience");
        words(given, CLIENTS, jwt, "allowedClients");
        words(given, SCOPES, jwt, "allowedScopes");
      } else if (given.has(DISCOVERY)) {
        throw Failure.usage("--discovery-url needs --authorizer-type CUSTOM_JWT");
      }
      JsonNode gateway = new Gateways(cadre.platform()).create(body);
      if (cadre.json()) {
        cadre.printJson(gateway);
      } else {
        cadre.terminal().print(Json.string(gateway, "gatewayUrl"));
      }
      return Exit.OK.code();
    }
  }

  private static final class ShowAll implements Action {
    @Override
    public Syntax syntax() {
      return Syntax.of("list", "List gateways.").examples("cadre gateway list");
    }

    @Override
    public int run(Cadre cadre, Arguments given) {
      List<JsonNode> gateways = new Gateways(cadre.platform()).list();
      if (cadre.json()) {
        ObjectNode all = Json.object();
        gateways.forEach(all.putArray("items")::add);
        cadre.printJson(all);
        return Exit.OK.code();
      }
      var table = new Table("NAME", "STATUS", "MAY ENTER", "DESCRIPTION", "ID");
      for (JsonNode gateway : gateways) {
        table.row(
            Json.string(gateway, "name"),
            Json.string(gateway, "status"),
            Json.string(gateway, "authorizerType"),
            Json.string(gateway, "description"),
            Json.string(gateway, "gatewayId"));
      }
      table.print(cadre.terminal());
      return Exit.OK.code();
    }
  }

  private static final class Show implements Action {
    @Override
    public Syntax syntax() {
      return Syntax.of("show", "Show a gateway: its address, who may enter, its targets.")
          .takes(GATEWAY)
          .examples("cadre gateway show tools");
    }

    @Override
    public int run(Cadre cadre, Arguments given) {
      Gateways gateways = new Gateways(cadre.platform());
      JsonNode gateway = gateways.find(given.needed(GATEWAY));
      if (cadre.json()) {
        cadre.printJson(gateway);
        return Exit.OK.code();
      }
      Terminal terminal = cadre.terminal();
      for (String member :
          List.of("gatewayId", "name", "status", "gatewayUrl", "authorizerType", "description")) {
        terminal.print("%-16s%s".formatted(member, Json.string(gateway, member)));
      }
      List<JsonNode> targets = gateways.targets(Json.string(gateway, "gatewayId"));
      if (!targets.isEmpty()) {
        terminal.print("");
        GatewayTargetCommands.table(targets).print(terminal);
      }
      return Exit.OK.code();
    }
  }

  private static final class Delete implements Action {
    @Override
    public Syntax syntax() {
      return Syntax.of("delete", "Delete a gateway with its targets.")
          .takes(GATEWAY, CONFIRM)
          .examples("cadre gateway delete tools --confirm");
    }

    @Override
    public int run(Cadre cadre, Arguments given) {
      Gateways gateways = new Gateways(cadre.platform());
      String id = Json.string(gateways.find(given.needed(GATEWAY)), "gatewayId");
      List<JsonNode> targets = gateways.targets(id);
      Memories.confirm(
          cadre.terminal(),
          given.has(CONFIRM),
          "Delete gateway %s with %d targets?".formatted(id, targets.size()));
      // The API deletes no gateway that has targets.
      targets.forEach(target -> gateways.removeTarget(id, Json.string(target, "targetId")));
      JsonNode answer = gateways.delete(id);
      if (cadre.json()) {
        cadre.printJson(answer);
      } else {
        cadre.terminal().note("deleted " + id);
      }
      return Exit.OK.code();
    }
  }
}
