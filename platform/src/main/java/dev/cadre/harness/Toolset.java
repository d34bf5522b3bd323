package dev.cadre.harness;

import dev.cadre.config.Nearest;
import dev.cadre.fault.Fault;
import dev.cadre.harness.AgentDefinition.Source;
import dev.cadre.harness.AgentDefinition.ToolUse;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.Tool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tools of one turn, by the names the model calls them by. Fixed when the turn begins. */
final class Toolset {
  private final Map<String, Entry> tools;

  /**
   * @param tool null for one that the caller runs itself
   * @param approval true when a person must allow each call
   */
  record Entry(ToolSpec spec, @Nullable Tool tool, boolean approval) {}

  private Toolset(Map<String, Entry> tools) {
    this.tools = tools;
  }

  /**
   * @throws Fault.Invalid when a source is not there, or two tools have one name
   * @throws Fault.Unavailable when a source does not answer
   */
  static Toolset of(AgentDefinition agent, ToolSource source) throws InterruptedException {
    Map<String, Entry> tools = new LinkedHashMap<>();
    for (ToolUse use : agent.tools()) {
      if (use.source() instanceof Source.Client client) {
        ToolSpec spec = new ToolSpec(client.name(), client.description(), client.inputSchema());
        add(tools, new Entry(spec, null, use.approval()));
        continue;
      }
      for (Tool tool : source.tools(use.source())) {
        if (use.only().isEmpty() || use.only().contains(tool.spec().name())) {
          add(tools, new Entry(tool.spec(), tool, use.approval()));
        }
      }
    }
    return new Toolset(tools);
  }

  private static void add(Map<String, Entry> tools, Entry entry) {
    String name = entry.spec().name();
    if (tools.putIfAbsent(name, entry) != null) {
      throw new Fault.Invalid(
          "the agent has two tools named '" + name + "'; leave one out with 'only'");
    }
  }

  List<ToolSpec> specs() {
    return tools.values().stream().map(Entry::spec).toList();
  }

  /** Those that are agents. */
  List<AgentTool> agents() {
    return tools.values().stream()
        .map(Entry::tool)
        .filter(AgentTool.class::isInstance)
        .map(AgentTool.class::cast)
        .toList();
  }

  Optional<Entry> find(String name) {
    return Optional.ofNullable(tools.get(name));
  }

  /** What the model hears that called a tool by a name nobody has. */
  String unknown(String name) {
    if (tools.isEmpty()) {
      return "There is no tool '" + name + "': you have no tools. Answer without.";
    }
    return "There is no tool '"
        + name
        + "'. "
        + Nearest.to(name, tools.keySet()).map(near -> "Did you mean '" + near + "'? ").orElse("")
        + "The tools are: "
        + String.join(", ", tools.keySet());
  }
}
