package dev.cadre.gateway;

import dev.cadre.fault.Fault;
import dev.cadre.http.Principal;
import dev.cadre.mcp.McpCall;
import dev.cadre.mcp.McpServer;
import dev.cadre.mcp.McpServer.Feature;
import dev.cadre.mcp.SilentCall;
import dev.cadre.tool.SchemaCheck;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks a server what it offers, and leaves out what nobody could use: a tool without a name or a
 * schema, one that is there twice. What was left out is said.
 */
final class Inspection {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_./-]{1,128}");
  private static final int MAX_DESCRIPTOR = 256 * 1024;
  private static final int MAX_REMARKS = 20;
  private static final int MAX_OTHERS = 1_000;

  private final SchemaCheck schemas;
  private final int maxTools;
  private final List<String> remarks = new ArrayList<>();

  Inspection(SchemaCheck schemas, int maxTools) {
    this.schemas = schemas;
    this.maxTools = maxTools;
  }

  /** What was left out, and why. */
  List<String> remarks() {
    return remarks;
  }

  /**
   * @throws Fault.Invalid when it offers more than a target may
   * @throws Fault.Unavailable when it does not answer
   */
  Catalogue of(TargetConfiguration configuration, McpServer server) throws InterruptedException {
    McpCall call = new SilentCall(Principal.ANONYMOUS, Context.root());
    if (configuration instanceof TargetConfiguration.McpServer remote && remote.tools() != null) {
      return onlyTools(remote.tools());
    }
    Set<Feature> features = server.features();
    List<ObjectNode> tools =
        features.contains(Feature.TOOLS) ? tools(server.tools(call)) : List.of();
    boolean resources = features.contains(Feature.RESOURCES);
    return new Catalogue(
        features,
        tools,
        resources ? named("uri", server.resources(call)) : List.of(),
        resources ? named("uriTemplate", server.resourceTemplates(call)) : List.of(),
        features.contains(Feature.PROMPTS) ? named("name", server.prompts(call)) : List.of());
  }

  private Catalogue onlyTools(List<ObjectNode> tools) {
    return new Catalogue(Set.of(Feature.TOOLS), tools(tools), List.of(), List.of(), List.of());
  }

  private List<ObjectNode> tools(List<ObjectNode> listed) {
    if (listed.size() > maxTools) {
      throw new Fault.Invalid(
          "the target has %,d tools and may have %,d; make two targets of it"
              .formatted(listed.size(), maxTools));
    }
    List<ObjectNode> usable = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (ObjectNode tool : listed) {
      String name = tool.path("name").asString("");
      String wrong = wrong(tool, name);
      if (wrong == null && !names.add(name)) {
        wrong = "is there twice";
      }
      if (wrong == null) {
        usable.add(withHonestOutput(tool, name));
      } else {
        remark("tool '%s' %s; it was left out".formatted(shown(name), wrong));
      }
    }
    return usable;
  }

  private static @Nullable String wrong(ObjectNode tool, String name) {
    JsonNode schema = tool.path("inputSchema");
    if (!NAME.matcher(name).matches()) {
      return "must have a name of 1 to 128 letters, digits and '_', '-', '.', '/'";
    }
    if (!schema.isObject() || !schema.path("type").asString("").equals("object")) {
      return "has an inputSchema that is not of the type 'object'";
    }
    return tool.toString().length() > MAX_DESCRIPTOR
        ? "has a descriptor of more than " + MAX_DESCRIPTOR + " characters"
        : null;
  }

  /** A promise that cannot be checked is not passed on. */
  private ObjectNode withHonestOutput(ObjectNode tool, String name) {
    JsonNode output = tool.get("outputSchema");
    if (output == null
        || (output instanceof ObjectNode schema && schemas.problems(schema).isEmpty())) {
      return tool;
    }
    remark("tool '%s' has an outputSchema that is no schema; it was removed".formatted(name));
    ObjectNode copy = tool.deepCopy();
    copy.remove("outputSchema");
    return copy;
  }

  private List<ObjectNode> named(String member, List<ObjectNode> listed) {
    List<ObjectNode> usable = new ArrayList<>();
    for (ObjectNode item : listed) {
      if (item.path(member).isString()
          && usable.size() < MAX_OTHERS
          && item.toString().length() <= MAX_DESCRIPTOR) {
        usable.add(item);
      } else {
        remark(
            "'%s' has no %s or is one too many; it was left out"
                .formatted(shown(item.path("name").asString("")), member));
      }
    }
    return usable;
  }

  private void remark(String text) {
    if (remarks.size() < MAX_REMARKS) {
      remarks.add(text);
    }
  }

  private static String shown(String name) {
    return name.length() <= 128 ? name : name.substring(0, 128) + "...";
  }
}
