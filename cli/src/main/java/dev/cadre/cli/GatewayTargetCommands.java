package dev.cadre.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The commands of {@code gateway} about its targets. */
final class GatewayTargetCommands {
  private GatewayTargetCommands() {}

  static Table table(List<JsonNode> targets) {
    var table = new Table("TARGET", "TYPE", "STATUS", "ASKED", "ID");
    for (JsonNode target : targets) {
      table.row(
          Json.string(target, "name"),
          Json.string(target, "targetType"),
          Json.string(target, "status"),
          Json.string(target, "lastSynchronizedAt"),
          Json.string(target, "targetId"));
    }
    return table;
  }

  static final class Add implements Action {
    private static final Operand NAME =
        new Operand("NAME", Count.ONE, "Stands before its tools' names.");
    private static final Option ENDPOINT =
        Option.value("URL", "An MCP server; cadre://NAME is one of the platform's.", "--endpoint");
    private static final Option SCHEMA =
        Option.value("FILE", "An API, by its OpenAPI document.", "--schema");
    private static final Option LAMBDA =
        Option.value("ARN", "A function, or the URL of one.", "--lambda-arn");
    private static final Option TOOLS =
        Option.value("FILE", "JSON: the function's tools.", "--tool-schema-file");
    private static final Option DYNAMIC =
        Option.flag("An MCP server is asked with each listing.", "--dynamic");
    private static final Option CREDENTIAL =
        Option.value("NAME", "What calls are proved with (cadre credentials).", "--credential-name");
    private static final Option AUTH =
        Option.value("TYPE", "api-key (else) or oauth.", "--outbound-auth");
    private static final Option SCOPES =
        Option.value("A,B", "What oauth asks for.", "--oauth-scopes");

    @Override
    public Syntax syntax() {
      return Syntax.of("add-target", "Add a target and wait until it was asked what it offers.")
          .takes(
              GatewayCommand.GATEWAY,
              NAME,
              ENDPOINT,
              SCHEMA,
              LAMBDA,
              TOOLS,
              DYNAMIC,
              CREDENTIAL,
              AUTH,
              SCOPES)
          .examples(
              "cadre gateway add-target tools orders --endpoint http://127.0.0.1:8000/mcp",
              "cadre gateway add-target tools pets --schema petstore.yaml --credential-name pets");
    }

    @Override
    public int run(Cadre cadre, Arguments given) {
      ObjectNode body = Json.object().put("name", given.needed(NAME));
      ObjectNode mcp = body.putObject("targetConfiguration").putObject("mcp");
      Path folder = cadre.surroundings().folder();
      if (List.of(ENDPOINT, SCHEMA, LAMBDA).stream().filter(given::has).count() != 1) {
        throw Failure.usage("give one of --endpoint, --schema and --lambda-arn");
      }
      if (given.has(ENDPOINT)) {
        ObjectNode server =
            mcp.putObject("mcpServer").put("endpoint", given.needed(ENDPOINT));
        if (given.has(DYNAMIC)) {
          server.put("listingMode", "DYNAMIC");
        }
      } else if (given.has(SCHEMA)) {
        mcp.putObject("openApiSchema").put("inlinePayload", read(folder, given, SCHEMA));
      } else {
        ObjectNode lambda = mcp.putObject("lambda").put("lambdaArn", given.needed(LAMBDA));
        lambda.putObject("toolSchema").set("inlinePayload", json(folder, given, TOOLS));
      }
      Platform platform = cadre.platform();
      if (given.has(CREDENTIAL)) {
        credential(platform, given, body);
      }
      JsonNode target =
          new Gateways(platform)
              .add(cadre.surroundings(), given.needed(GatewayCommand.GATEWAY), body);
      return told(cadre, target);
    }

    private static void credential(Platform platform, Arguments given, ObjectNode body) {
      String type = given.has(AUTH) ? given.needed(AUTH) : "api-key";
      Credentials.Kind kind = Credentials.Kind.of(type);
      String arn = new Credentials(platform).arn(kind, given.needed(CREDENTIAL));
      ObjectNode configuration =
          body.putArray("credentialProviderConfigurations")
              .addObject()
              .put("credentialProviderType", kind.provider());
      ObjectNode provider =
          configuration
              .putObject("credentialProvider")
              .putObject(kind.member())
              .put("providerArn", arn);
      if (kind == Credentials.Kind.OAUTH) {
        provider.putArray("scopes");
        GatewayCommand.words(given, SCOPES, provider, "scopes");
      }
    }

    private static int told(Cadre cadre, JsonNode target) {
      boolean ready = Json.string(target, "status").equals("READY");
      if (cadre.json()) {
        cadre.printJson(target);
        return ready ? Exit.OK.code() : Exit.FAILED.code();
      }
      target.path("statusReasons").forEach(reason -> cadre.terminal().note(reason.asString()));
      cadre
          .terminal()
          .print(
              "%s %s".formatted(Json.string(target, "targetId"), Json.string(target, "status")));
      return ready ? Exit.OK.code() : Exit.FAILED.code();
    }

    private static JsonNode json(Path folder, Arguments given, Option file) {
      try {
        return Json.parse(read(folder, given, file));
      } catch (JacksonException e) {
        throw Failure.usage(
            given.needed(file) + " is no JSON: " + e.getOriginalMessage());
      }
    }

    private static String read(Path folder, Arguments given, Option file) {
      Path path = folder.resolve(given.needed(file));
      try {
        return Files.readString(path);
      } catch (IOException e) {
        throw Failure.usage(path + " cannot be read: " + e.getMessage());
      }
    }
  }

  static final class ShowAll implements Action {
    @Override
    public Syntax syntax() {
      return Syntax.of("targets", "List a gateway's targets.")
          .takes(GatewayCommand.GATEWAY)
          .examples("cadre gateway targets tools");
    }

    @Override
    public int run(Cadre cadre, Arguments given) {
      List<JsonNode> targets =
          new Gateways(cadre.platform()).targets(given.needed(GatewayCommand.GATEWAY));
      if (cadre.json()) {
        ObjectNode all = Json.object();
        targets.forEach(all.putArray("items")::add);
        cadre.printJson(all);
      } else {
        table(targets).print(cadre.terminal());
      }
      return Exit.OK.code();
    }
  }

  static final class Remove implements Action {
    private static final Operand TARGET = new Operand("TARGET", Count.ONE, "Its name or id.");

    @Override
    public Syntax syntax() {
      return Syntax.of("delete-target", "Delete a target, at once.")
          .takes(GatewayCommand.GATEWAY, TARGET)
          .examples("cadre gateway delete-target tools orders");
    }

    @Override
    public int run(Cadre cadre, Arguments given) {
      JsonNode answer =
          new Gateways(cadre.platform())
              .removeTarget(given.needed(GatewayCommand.GATEWAY), given.needed(TARGET));
      if (cadre.json()) {
        cadre.printJson(answer);
      } else {
        cadre.terminal().note("deleted " + Json.string(answer, "targetId"));
      }
      return Exit.OK.code();
    }
  }

  static final class Synchronize implements Action {
    private static final Operand TARGETS =
        new Operand("TARGET", Count.ANY, "Their names or ids (else all).");

    @Override
    public Syntax syntax() {
      return Syntax.of("sync", "Ask targets anew what they offer.")
          .takes(GatewayCommand.GATEWAY, TARGETS)
          .examples("cadre gateway sync tools orders");
    }

    @Override
    public int run(Cadre cadre, Arguments given) {
      List<JsonNode> asked =
          new Gateways(cadre.platform())
              .synchronize(given.needed(GatewayCommand.GATEWAY), given.all(TARGETS));
      if (cadre.json()) {
        ObjectNode all = Json.object();
        asked.forEach(all.putArray("targets")::add);
        cadre.printJson(all);
        return Exit.OK.code();
      }
      for (JsonNode target : asked) {
        cadre
            .terminal()
            .note("%s %s".formatted(Json.string(target, "name"), Json.string(target, "status")));
      }
      return Exit.OK.code();
    }
  }
}
