package dev.cadre.mcp;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.model.Bytes;
import dev.cadre.model.Content;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The tools of an MCP server, as an agent here uses them. */
public final class McpTools {
  private static final Pattern OTHER_CHARACTERS = Pattern.compile("[^a-zA-Z0-9_-]");
  private static final int MAX_NAME = 64;

  private final McpClient client;
  private final InstantSource clock;

  public McpTools(McpClient client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  /** Asks the server what it has now. */
  public List<Tool> tools() throws InterruptedException {
    return client.tools().stream().map(descriptor -> (Tool) new Remote(descriptor)).toList();
  }

  private final class Remote implements Tool {
    private final ObjectNode descriptor;
    private final ToolSpec spec;

    private Remote(ObjectNode descriptor) {
      this.descriptor = descriptor;
      this.spec = described(descriptor);
    }

    @Override
    public ToolSpec spec() {
      return spec;
    }

    @Override
    public ToolOutcome call(ToolInvocation invocation) throws InterruptedException {
      Duration left = Duration.between(clock.instant(), invocation.deadline());
      if (left.isNegative() || left.isZero()) {
        return new ToolOutcome.Failed("there was no time left to call " + spec.name());
      }
      try {
        return outcome(
            client.callTool(descriptor, invocation.arguments(), left, invocation.caller().trace()));
      } catch (Fault e) {
        return new ToolOutcome.Failed(String.valueOf(e.getMessage()));
      }
    }
  }

  static ToolSpec described(ObjectNode descriptor) {
    return new ToolSpec(
        modelName(descriptor.path("name").asString("")),
        descriptor.path("description").asString(""),
        (ObjectNode) descriptor.path("inputSchema"));
  }

  /** MCP allows more characters in a name, and more of them, than models do. */
  static String modelName(String name) {
    String plain = OTHER_CHARACTERS.matcher(name).replaceAll("_");
    return plain.length() <= MAX_NAME ? plain : plain.substring(0, MAX_NAME);
  }

  /** What a model reads of a {@code CallToolResult}. */
  static ToolOutcome outcome(ObjectNode result) {
    List<Content> content = new ArrayList<>();
    for (JsonNode block : result.path("content")) {
      content.add(content(block));
    }
    if (result.path("isError").asBoolean(false)) {
      return new ToolOutcome.Failed(Content.text(content));
    }
    JsonNode structured = result.get("structuredContent");
    // A server repeats structured content as text for clients that know none.
    return new ToolOutcome.Answered(
        structured == null ? content : List.of(new Content.Data(structured)));
  }

  private static Content content(JsonNode block) {
    JsonNode embedded = block.path("resource").path("text");
    return switch (block.path("type").asString("")) {
      case "text" -> new Content.Text(block.path("text").asString(""));
      case "image" -> image(block);
      case String _ when embedded.isString() -> new Content.Text(embedded.stringValue());
      case String other ->
          new Content.Text("(" + other + " content: " + Json.text(withoutBytes(block)) + ")");
    };
  }

  private static Content image(JsonNode block) {
    try {
      return new Content.Image(
          block.path("mimeType").asString("image/png"),
          Bytes.base64(block.path("data").asString("")));
    } catch (IllegalArgumentException e) {
      return new Content.Text("(an image that is not well encoded)");
    }
  }

  /** What is said of content that no model here reads. */
  private static JsonNode withoutBytes(JsonNode block) {
    if (block.deepCopy() instanceof ObjectNode copy) {
      copy.remove("data");
      if (copy.get("resource") instanceof ObjectNode resource) {
        resource.remove("blob");
      }
      return copy;
    }
    return block;
  }
}
