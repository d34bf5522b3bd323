package dev.cadre.harness;

import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.node.ObjectNode;

/** Does what it was told to, and remembers its calls. */
final class TestTool implements Tool {
  private final ToolSpec spec;
  private final Doing doing;
  final List<ToolInvocation> calls = new CopyOnWriteArrayList<>();

  /** What a call does. */
  @FunctionalInterface
  interface Doing {
    ToolOutcome call(ToolInvocation invocation) throws InterruptedException;
  }

  TestTool(String name, Doing doing) {
    ObjectNode schema =
        (ObjectNode)
            Json.parse(
                """
                {"type": "object", "properties": {"n": {"type": "integer"}}}
                """);
    this.spec = new ToolSpec(name, "does " + name, schema);
    this.doing = doing;
  }

  static TestTool answering(String name, String text) {
    return new TestTool(name, _ -> ToolOutcome.Answered.text(text));
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public ToolOutcome call(ToolInvocation invocation) throws InterruptedException {
    calls.add(invocation);
    return doing.call(invocation);
  }
}
