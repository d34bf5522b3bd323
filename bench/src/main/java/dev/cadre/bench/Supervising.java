package dev.cadre.bench;

import dev.cadre.harness.AgentDefinition;
import dev.cadre.harness.AgentDefinition.History;
import dev.cadre.harness.AgentDefinition.Limits;
import dev.cadre.harness.AgentDefinition.MemoryUse;
import dev.cadre.harness.AgentDefinition.Source;
import dev.cadre.harness.AgentDefinition.Supervision;
import dev.cadre.harness.AgentDefinition.ToolUse;
import dev.cadre.harness.AgentTool;
import dev.cadre.harness.ConversationId;
import dev.cadre.harness.TurnEvent;
import dev.cadre.harness.TurnInput;
import dev.cadre.harness.TurnRequest;
import dev.cadre.harness.Turns;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import dev.cadre.model.Sampling;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A supervisor and two specialists whose turns are recorded as its own are. */
final class Supervising {
  static final List<String> NAMES = List.of("first_specialist", "second_specialist");

  private Supervising() {}

  static AgentDefinition supervisor() {
    return agent("supervisor", NAMES.stream().map(Supervising::use).toList(), Supervision.DEFAULT);
  }

  private static ToolUse use(String name) {
    return new ToolUse(new Source.Agent(name, ""));
  }

  private static AgentDefinition specialist(String name, boolean tool) {
    return agent(
        name, tool ? List.of(new ToolUse(new Source.BuiltIn("calculator"))) : List.of(), null);
  }

  private static AgentDefinition agent(
      String name, List<ToolUse> tools, @Nullable Supervision supervision) {
    return new AgentDefinition(
        name,
        "",
        "Answer.",
        "default",
        Sampling.DEFAULT,
        tools,
        History.WINDOW,
        new MemoryUse.Session(),
        Limits.DEFAULT,
        null,
        List.of(),
        supervision);
  }

  /**
   * The specialists as tools.
   *
   * @param tool true when each calls a tool of its own
   */
  static List<Tool> tools(Source source, Supplier<Turns> turns, boolean tool) {
    return source instanceof Source.Agent(String name, String _)
        ? List.of(new Specialist(specialist(name, tool), turns))
        : List.of();
  }

  private record Specialist(AgentDefinition definition, Supplier<Turns> turns)
      implements AgentTool {
    private static final ObjectNode INPUT =
        (ObjectNode)
            Json.parse(
                """
                {"type": "object", "properties": {"task": {"type": "string"}}, "required": ["task"]}
                """);

    @Override
    public String agent() {
      return definition.name();
    }

    @Override
    public ToolSpec spec() {
      return new ToolSpec(definition.name(), "Computes", INPUT);
    }

    @Override
    public ToolOutcome call(ToolInvocation invocation, Outer outer, Watcher watcher)
        throws InterruptedException {
      String session = "of-" + invocation.caller().session();
      TurnEvent last =
          turns
              .get()
              .run(
                  new TurnRequest(
                      definition,
                      new ConversationId(definition.name(), session),
                      new TurnInput.Said(
                          List.of(
                              new Content.Text(invocation.arguments().path("task").asString()))),
                      invocation.caller(),
                      false,
                      invocation.idempotencyKey()),
                  event -> watcher.saw(session, event));
      return last instanceof TurnEvent.Ended(TurnEvent.Outcome.Answer(String text, _), _, _)
          ? ToolOutcome.Answered.text(text)
          : new ToolOutcome.Failed("no answer");
    }
  }
}
