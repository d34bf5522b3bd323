package dev.cadre.inference;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.Sampling;
import dev.cadre.model.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a request of Converse, and of Amazon Nova, whose body is nearly the same. What changes no
 * answer but speed or price is ignored: cache points, service tier, latency, metadata, and fields
 * for one provider's model. What would change the answer and is not there is refused.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html">Converse</a>
 */
final class ConverseInput {
  static final int MAX_STOPS = 16;

  private static final Set<String> REFUSED = Set.of("guardrailConfig", "promptVariables");

  private final ToolSpecs toolSpecs;

  ConverseInput(ToolSpecs toolSpecs) {
    this.toolSpecs = toolSpecs;
  }

  /**
   * @param input the operation's members, with or without {@code modelId}
   */
  ModelRequest read(String model, ObjectNode input) {
    Members body = new Members("", input);
    for (String name : REFUSED) {
      if (body.has(name)) {
        throw body.refuse(name, "is not served here; leave it out");
      }
    }
    Conversation conversation = new Conversation();
    for (Members block : body.objects("system")) {
      system(block, conversation);
    }
    for (Members message : body.objects("messages")) {
      message(message, conversation);
    }
    Members tools = body.objectOrNull("toolConfig");
    ToolSpecs.Builder specs = toolSpecs.builder();
    if (tools != null) {
      tools.objects("tools").forEach(tool -> tool(tool, specs));
    }
    return new ModelRequest(
        model,
        conversation.system(),
        conversation.messages(),
        specs.build(),
        specs.choice(
            "toolConfig.toolChoice",
            tools == null ? ToolChoice.AUTO : choice(tools.objectOrNull("toolChoice"))),
        sampling(body.objectOrNull("inferenceConfig")),
        outputSchema(body.objectOrNull("outputConfig")));
  }

  private static void system(Members block, Conversation conversation) {
    if (block.has("text")) {
      conversation.system(block.text("text"));
    } else if (!block.has("cachePoint")) {
      throw Members.invalid(block.path(), "must be text or a cachePoint");
    }
  }

  private static void message(Members message, Conversation conversation) {
    String role = message.text("role");
    switch (role) {
      case "user" -> conversation.user(message.path(), ConverseContent.blocks(message));
      case "assistant" -> conversation.assistant(message.path(), ConverseContent.blocks(message));
      case "system" -> message.objects("content").forEach(block -> system(block, conversation));
      default -> throw message.refuse("role", "must be user or assistant, not '" + role + "'");
    }
  }

  private static void tool(Members tool, ToolSpecs.Builder specs) {
    if (tool.has("cachePoint")) {
      return;
    }
    if (!tool.has("toolSpec")) {
      throw Members.invalid(tool.path(), "must be a toolSpec; no other tools are served here");
    }
    Members spec = tool.object("toolSpec");
    Members schema = spec.object("inputSchema");
    JsonNode json = schema.need("json");
    // Bedrock's own SDKs send the schema as a document, some frameworks as its text.
    specs.add(spec, schema.at("json"), json.isString() ? parse(schema, "json") : json);
  }

  private static JsonNode parse(Members holder, String name) {
    try {
      return Json.parse(holder.text(name));
    } catch (Fault.Invalid malformed) {
      throw holder.refuse(name, "is not JSON");
    }
  }

  private static ToolChoice choice(@Nullable Members choice) {
    if (choice == null || choice.has("auto")) {
      return ToolChoice.AUTO;
    }
    if (choice.has("any")) {
      return new ToolChoice.Any();
    }
    if (choice.has("tool")) {
      return new ToolChoice.One(choice.object("tool").text("name"));
    }
    throw Members.invalid(choice.path(), "must hold auto, any or tool");
  }

  /** Converse has camelCase; Nova's own body has both. */
  private static Sampling sampling(@Nullable Members config) {
    if (config == null) {
      return Sampling.DEFAULT;
    }
    Integer maxTokens = config.count("maxTokens");
    Double topP = config.fraction("topP", 1);
    return sampling(
        config,
        maxTokens == null ? config.count("max_new_tokens") : maxTokens,
        topP == null ? config.fraction("top_p", 1) : topP,
        1,
        "stopSequences");
  }

  /** What all protocols limit alike. */
  static Sampling sampling(
      Members config,
      @Nullable Integer maxTokens,
      @Nullable Double topP,
      int maxTemperature,
      String stopName) {
    List<String> stops = new ArrayList<>(config.texts(stopName));
    if (stops.size() > MAX_STOPS) {
      throw config.refuse(stopName, "holds more than " + MAX_STOPS + " texts");
    }
    // Zero asks for the likeliest token alone; the port's bound is open, so that none is left out.
    Double mass = topP != null && topP == 0 ? Double.valueOf(Float.MIN_NORMAL) : topP;
    return new Sampling(maxTokens, config.fraction("temperature", maxTemperature), mass, stops);
  }

  private @Nullable JsonNode outputSchema(@Nullable Members config) {
    Members format = config == null ? null : config.objectOrNull("textFormat");
    if (format == null) {
      return null;
    }
    Members schema = format.object("structure").object("jsonSchema");
    return toolSpecs.objectSchema(schema.at("schema"), parse(schema, "schema"));
  }
}
