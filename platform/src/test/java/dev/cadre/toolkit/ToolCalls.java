package dev.cadre.toolkit;

import dev.cadre.json.Json;
import dev.cadre.model.Caller;
import dev.cadre.model.Content;
import dev.cadre.tool.Progress;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls a server's tools as its runner does, without one. */
public record ToolCalls(List<Tool> tools, String tenant) {

  public ToolCalls(List<Tool> tools) {
    this(tools, "ada");
  }

  public ToolOutcome call(String name, String arguments) {
    return call(name, arguments, Progress.NONE);
  }

  /** What a call says of its progress. */
  public List<String> steps(String name, String arguments) {
    List<String> steps = Collections.synchronizedList(new ArrayList<>());
    var _ = call(name, arguments, (_, _, message) -> steps.add(message));
    return steps;
  }

  private ToolOutcome call(String name, String arguments, Progress progress) {
    Tool tool = tools.stream().filter(t -> t.spec().name().equals(name)).findFirst().orElseThrow();
    try {
      return tool.call(
          new ToolInvocation(
              (ObjectNode) Json.parse(arguments),
              new Caller(tenant, null, null, Context.root()),
              "key",
              Instant.MAX,
              progress));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The structured answer of a call that succeeds. */
  public JsonNode answer(String name, String arguments) {
    return switch (call(name, arguments)) {
      case ToolOutcome.Answered(List<Content> content) ->
          ((Content.Data) content.getFirst()).json();
      case ToolOutcome.Failed(String message) -> throw new AssertionError(message);
    };
  }

  /** What a call that fails tells the model. */
  public String failure(String name, String arguments) {
    return switch (call(name, arguments)) {
      case ToolOutcome.Answered(List<Content> content) ->
          throw new AssertionError("answered " + content);
      case ToolOutcome.Failed(String message) -> message;
    };
  }
}
