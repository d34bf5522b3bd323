package dev.cadre.cli;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The commands of {@code gateway} that do what its clients do. */
final class GatewayToolCommands {
  private static final String SEARCH = "x_amz_bedrock_agentcore_search";
  private static final int SHOWN = 80;

  private GatewayToolCommands() {}

  static final class ShowAll implements Action {
    private static final Option SEARCHED =
        Option.value("TEXT", "Only the ten that fit best.", "--search");

    @Override
    public Syntax syntax() {
      return Syntax.of("tools", "List a gateway's tools, or search them by meaning.")
          .takes(GatewayCommand.GATEWAY, SEARCHED)
          .examples("cadre gateway tools tools", "cadre gateway tools tools --search refund");
    }

    @Override
    public int run(Cadre cadre, Arguments given) {
      List<JsonNode> tools = found(new Gateways(cadre.platform()), given);
      if (cadre.json()) {
        ObjectNode all = Json.object();
        tools.forEach(all.putArray("tools")::add);
        cadre.printJson(all);
        return Exit.OK.code();
      }
      var table = new Table("TOOL", "WHAT IT DOES");
      for (JsonNode tool : tools) {
        String text = Json.string(tool, "description").replaceAll("\\s+", " ");
        table.row(
            Json.string(tool, "name"),
            text.length() <= SHOWN ? text : text.substring(0, SHOWN - 1) + "…");
      }
      table.print(cadre.terminal());
      return Exit.OK.code();
    }

    private static List<JsonNode> found(Gateways gateways, Arguments given) {
      String gateway = given.needed(GatewayCommand.GATEWAY);
      String text = given.text(SEARCHED);
      return text == null
          ? gateways.tools(gateway)
          : gateways
              .call(gateway, SEARCH, Json.object().put("query", text))
              .path("structuredContent")
              .path("tools")
              .valueStream()
              .toList();
    }
  }

  static final class Call implements Action {
    private static final Operand TOOL =
        new Operand("TOOL", Count.ONE, "As 'tools' lists it: TARGET___NAME.");
    private static final Operand ARGUMENTS =
        new Operand("JSON", Count.OPTIONAL, "Its arguments (else {}).");

    @Override
    public Syntax syntax() {
      return Syntax.of("call", "Call a tool and print what it says.")
          .takes(GatewayCommand.GATEWAY, TOOL, ARGUMENTS)
          .examples("cadre gateway call tools orders___find '{\"id\": 17}'");
    }

    @Override
    public int run(Cadre cadre, Arguments given) {
      String text = given.has(ARGUMENTS) ? given.needed(ARGUMENTS) : "{}";
      JsonNode result =
          new Gateways(cadre.platform())
              .call(given.needed(GatewayCommand.GATEWAY), given.needed(TOOL), parsed(text));
      boolean failed = result.path("isError").asBoolean(false);
      if (cadre.json()) {
        cadre.printJson(result);
      } else {
        for (JsonNode block : result.path("content")) {
          cadre
              .terminal()
              .print(block.has("text") ? Json.string(block, "text") : Json.text(block));
        }
      }
      return failed ? Exit.FAILED.code() : Exit.OK.code();
    }

    private static JsonNode parsed(String text) {
      try {
        JsonNode arguments = Json.parse(text);
        if (arguments.isObject()) {
          return arguments;
        }
      } catch (JacksonException e) {
        throw Failure.usage("the arguments are no JSON: " + e.getOriginalMessage());
      }
      throw Failure.usage("the arguments must be a JSON object, such as '{\"id\": 17}'");
    }
  }
}
