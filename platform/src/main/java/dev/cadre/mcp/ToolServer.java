package dev.cadre.mcp;

import dev.cadre.json.Json;
import dev.cadre.model.Caller;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolOutcome;
import dev.cadre.tool.ToolRunner;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An MCP server made of tools of this platform. Arguments are checked against the tool's schema,
 * and a call has the runner's limits of time and size. Cancelling a call interrupts its tool.
 * Thread-safe.
 */
public final class ToolServer implements McpServer {
  /** Calls at the same time; one more is told to come again. */
  private static final int MAX_RUNNING = 64;

  private final About about;
  private final Map<String, Tool> tools = new LinkedHashMap<>();
  private final List<ObjectNode> descriptors;
  private final Semaphore free = new Semaphore(MAX_RUNNING);
  private final ToolRunner runner;
  private final Duration limit;

  /**
   * @param tools in the order they are listed; two of one name are refused
   * @param limit how long one call may take
   */
  public ToolServer(List<Tool> tools, ToolRunner runner, About about, Duration limit) {
    for (Tool tool : tools) {
      if (this.tools.put(tool.spec().name(), tool) != null) {
        throw new IllegalArgumentException("two tools are named " + tool.spec().name());
      }
    }
    this.descriptors = tools.stream().map(tool -> descriptor(tool.spec())).toList();
    this.runner = runner;
    this.about = about;
    this.limit = limit;
  }

  private static ObjectNode descriptor(ToolSpec spec) {
    ObjectNode json = Json.object().put("name", spec.name()).put("description", spec.description());
    json.set("inputSchema", spec.inputSchema());
    return json;
  }

  @Override
  public About about() {
    return about;
  }

  @Override
  public Set<Feature> features() {
    return Set.of(Feature.TOOLS);
  }

  @Override
  public List<ObjectNode> tools(McpCall call) {
    return descriptors;
  }

  @Override
  public ObjectNode callTool(String name, ObjectNode arguments, McpCall call)
      throws InterruptedException {
    Tool tool = tools.get(name);
    if (tool == null) {
      throw new Unknown("tool '" + name + "'; there are " + String.join(", ", tools.keySet()));
    }
    if (!free.tryAcquire()) {
      return ToolResults.of(
          new ToolOutcome.Failed(
              MAX_RUNNING + " calls are under way already; call again when some have ended."));
    }
    try {
      return ToolResults.of(run(tool, arguments, call));
    } finally {
      free.release();
    }
  }

  /** A client that has gone can be told nothing; its call ends by itself. */
  private static void tell(McpCall call, double done, @Nullable Double total, String message) {
    try {
      call.progress(done, total, message);
    } catch (UncheckedIOException gone) {
      // As above.
    }
  }

  private ToolOutcome run(Tool tool, ObjectNode arguments, McpCall call)
      throws InterruptedException {
    String id = UUID.randomUUID().toString();
    Caller caller = new Caller(call.principal().name(), null, null, call.trace());
    BlockingQueue<ToolOutcome> outcome = new ArrayBlockingQueue<>(1);
    ToolRunner.Running running =
        runner.start(
            new ToolRunner.Job(
                tool,
                id,
                arguments,
                caller,
                id,
                limit,
                (done, total, message) -> tell(call, done, total, message)),
            finished -> outcome.add(finished.outcome()));
    try {
      return outcome.take();
    } catch (InterruptedException e) {
      running.abandon();
      throw e;
    }
  }
}
