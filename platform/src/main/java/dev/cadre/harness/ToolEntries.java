package dev.cadre.harness;

import static dev.cadre.harness.FileValues.MAX_DESCRIPTION;
import static dev.cadre.harness.FileValues.name;
import static dev.cadre.harness.FileValues.schema;
import static dev.cadre.harness.FileValues.toolName;
import static dev.cadre.harness.FileValues.upTo;
import static dev.cadre.harness.FileValues.url;

import dev.cadre.config.Nearest;
import dev.cadre.config.Section;
import dev.cadre.harness.AgentDefinition.ToolUse;
import dev.cadre.json.Json;
import dev.cadre.tool.SchemaCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The entries {@code tools} of an agent's file: where its tools come from. */
final class ToolEntries {
  private static final int MAX_TOOLS = 128;
  private static final int MAX_CREDENTIAL = 256;

  private final SchemaCheck schemas;
  private final Set<String> builtIns;

  ToolEntries(SchemaCheck schemas, Set<String> builtIns) {
    this.schemas = schemas;
    this.builtIns = Set.copyOf(builtIns);
  }

  List<ToolUse> read(Section root) {
    List<Section> sections = root.sections("tools", "builtin");
    if (sections.size() > MAX_TOOLS) {
      root.problem("tools", "has " + sections.size() + " entries; it may have " + MAX_TOOLS);
    }
    List<ToolUse> uses = new ArrayList<>();
    for (Section section : sections) {
      ToolUse use =
          new ToolUse(
              source(section), section.flag("approval", false), section.texts("only", List.of()));
      if (uses.stream().anyMatch(other -> other.source().equals(use.source()))) {
        section.problem("", "is there already; name a tool once");
      }
      if (root.has("supervision") && !use.source().agent()) {
        section.problem("", "is no agent; a supervisor's tools are agents");
      }
      uses.add(use);
    }
    if (root.has("supervision") && uses.isEmpty()) {
      root.problem("supervision", "needs agents to ask; name them in tools");
    }
    return uses;
  }

  private AgentDefinition.Source source(Section section) {
    List<String> kinds =
        List.of("builtin", "mcp", "gateway", "agent", "a2a", "client").stream()
            .filter(section::has)
            .toList();
    if (kinds.size() != 1) {
      section.problem(
          "",
          kinds.isEmpty()
              ? "names no tool; it has one of builtin, mcp, gateway, agent, a2a, client"
              : "has " + String.join(" and ", kinds) + "; keep one");
      return new AgentDefinition.Source.BuiltIn("");
    }
    return switch (kinds.getFirst()) {
      case "builtin" -> builtIn(section);
      case "mcp" -> mcp(section.section("mcp", "name"));
      case "gateway" -> new AgentDefinition.Source.Gateway(section.text("gateway"));
      case "agent" -> agent(section.section("agent", "name"));
      case "a2a" -> a2a(section.section("a2a", "url"));
      default -> client(section.section("client"));
    };
  }

  private AgentDefinition.Source builtIn(Section section) {
    String name = section.text("builtin");
    if (!name.isEmpty() && !builtIns.contains(name)) {
      String remedy =
          Nearest.to(name, builtIns)
              .map(near -> "did you mean '" + near + "'?")
              .orElse("there are " + String.join(", ", builtIns.stream().sorted().toList()));
      section.problem("builtin", "is '" + name + "', which is no built-in tool; " + remedy);
    }
    return new AgentDefinition.Source.BuiltIn(name);
  }

  private static AgentDefinition.Source mcp(Section section) {
    // Without an address the name is one of the platform's registry.
    return new AgentDefinition.Source.Mcp(name(section), section.has("url") ? url(section) : "");
  }

  private static AgentDefinition.Source agent(Section section) {
    return new AgentDefinition.Source.Agent(
        name(section), upTo(section, "description", section.text("description", ""), 4_096));
  }

  private static AgentDefinition.Source a2a(Section section) {
    return new AgentDefinition.Source.A2a(
        section.has("name") ? toolName(section) : "",
        url(section),
        upTo(section, "description", section.text("description", ""), MAX_DESCRIPTION),
        upTo(section, "credential", section.text("credential", ""), MAX_CREDENTIAL));
  }

  private AgentDefinition.Source client(Section section) {
    ObjectNode input = schema(section, "input", schemas);
    return new AgentDefinition.Source.Client(
        toolName(section),
        upTo(section, "description", section.text("description"), MAX_DESCRIPTION),
        input == null ? Json.object().put("type", "object") : input);
  }
}
