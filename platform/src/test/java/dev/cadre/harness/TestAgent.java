package dev.cadre.harness;

import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.node.ObjectNode;

/** An agent as a tool that does as it was told, and remembers its calls. */
final class TestAgent implements AgentTool {
  private final ToolSpec spec;
  private final TestTool.Doing doing;
  final List<ToolInvocation> calls = new CopyOnWriteArrayList<>();

  TestAgent(String name, String description, TestTool.Doing doing) {
    ObjectNode schema =
        (ObjectNode)
            Json.parse(
                """
                {"type": "object", "properties": {"task": {"type": "string"}}, "required": ["task"]}
                """);
    this.spec = new ToolSpec(name, description, schema);
    this.doing = doing;
  }

  static TestAgent answering(String name, String description, String text) {
    return new TestAgent(name, description, _ -> ToolOutcome.Answered.text(text));
  }

  @Override
  public String agent() {
    return spec.name();
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public ToolOutcome call(ToolInvocation invocation, Outer outer, Watcher watcher)
      throws InterruptedException {
    calls.add(invocation);
    return doing.call(invocation);
  }
}
