package dev.cadre.a2a;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cadre.fault.Fault;
import dev.cadre.harness.AgentTool;
import dev.cadre.harness.TurnEvent;
import dev.cadre.json.Json;
import dev.cadre.model.Bytes;
import dev.cadre.model.Content;
import dev.cadre.model.ToolSpec;
import dev.cadre.time.Pause;
import dev.cadre.tool.Callees;
import dev.cadre.tool.Callees.Tried;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An agent elsewhere as a tool: sends the task, follows it while it is worked on, and ends it when
 * nobody wants it any more. It has one conversation for each session of its caller.
 */
final class RemoteAgentTool implements AgentTool {
  private static final ObjectNode INPUT =
      (ObjectNode)
          Json.parse(
              """
              {"type": "object", "required": ["task"], "additionalProperties": false, "properties": {
                "task": {"type": "string", "minLength": 1,
                  "description": "What the agent is to do, in full sentences with every id and value it needs"},
                "files": {"type": "array", "maxItems": 10, "description": "Addresses of files for it",
                  "items": {"type": "string", "format": "uri", "pattern": "^https?://"}}}}
              """);
  private static final Duration FIRST_LOOK = Duration.ofMillis(500);
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);

  private final RemoteAgents agents;
  private final RemoteAgents.Address address;
  private final Callees callees;
  private final InstantSource clock;
  private final Pause pause;
  private final ToolSpec spec;

  RemoteAgentTool(
      RemoteAgents agents,
      RemoteAgents.Address address,
      String description,
      Callees callees,
      InstantSource clock,
      Pause pause) {
    this.agents = agents;
    this.address = address;
    this.callees = callees;
    this.clock = clock;
    this.pause = pause;
    this.spec = new ToolSpec(address.name(), description, INPUT.deepCopy());
  }

  @Override
  public String agent() {
    return address.name();
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public ToolOutcome call(ToolInvocation invocation, Outer outer, Watcher watcher)
      throws InterruptedException {
    return callees.call(
        address.url().toString(), invocation.deadline(), () -> once(invocation, outer, watcher));
  }

  private Tried once(ToolInvocation invocation, Outer outer, Watcher watcher)
      throws InterruptedException {
    Shown shown = new Shown(address.name(), watcher);
    RemoteTask task = new RemoteTask();
    RemoteAgents.Talk talk = agents.talk(address, invocation.caller());
    try {
      RemoteWire wire = agents.wire(address, invocation.caller(), left(invocation));
      run(wire, invocation, params(invocation, talk, parts(outer, wire)), task, shown);
      talk.remember(task);
      return new Tried.Well(task.outcome("The agent '" + address.name() + "'"));
    } catch (RemoteWire.Refused e) {
      String why = failure(e.getMessage());
      return e.broken()
          ? new Tried.Broken(why, !shown.any())
          : new Tried.Well(new ToolOutcome.Failed(why));
    } catch (IOException | UncheckedIOException e) {
      return new Tried.Broken(failure("it cannot be reached: " + e.getMessage()), !shown.any());
    } catch (Fault e) {
      String why = failure(String.valueOf(e.getMessage()));
      return e.retriable()
          ? new Tried.Broken(why, !shown.any())
          : new Tried.Well(new ToolOutcome.Failed(why));
    }
  }

  private Duration left(ToolInvocation invocation) {
    Duration left = Duration.between(clock.instant(), invocation.deadline());
    return left.isNegative() || left.isZero() ? Duration.ofMillis(1) : left;
  }

  private String failure(@Nullable String why) {
    return "The agent '"
        + address.name()
        + "' gave no answer: "
        + why
        + ". Answer without it and say what is missing.";
  }

  private void run(
      RemoteWire wire, ToolInvocation invocation, ObjectNode params, RemoteTask task, Shown shown)
      throws IOException, InterruptedException, RemoteWire.Refused {
    try {
      if (agents.streams(address, invocation.caller())) {
        wire.stream(
            params,
            update -> {
              task.add(update);
              shown.update(update);
              return !task.state().rests();
            });
      } else {
        task.add(wire.ask(Method.SEND, params));
      }
      follow(wire, invocation.deadline(), task);
    } catch (InterruptedException e) {
      goodbye(wire, task);
      throw e;
    } catch (IOException | UncheckedIOException e) {
      // Reading a stream, and telling a watcher, put an interruption so.
      if (!Thread.interrupted()) {
        throw e;
      }
      goodbye(wire, task);
      throw new InterruptedException("the call was given up");
    }
  }

  /** A stream that broke off, or an agent that answers before it is done. */
  private void follow(RemoteWire wire, Instant deadline, RemoteTask task)
      throws IOException, InterruptedException, RemoteWire.Refused {
    Duration wait = FIRST_LOOK;
    while (!task.state().rests() && task.id() != null && clock.instant().isBefore(deadline)) {
      pause.of(wait);
      wait = wait.multipliedBy(2).compareTo(LONGEST_LOOK) > 0 ? LONGEST_LOOK : wait.multipliedBy(2);
      task.whole(wire.ask(Method.GET, named(task)));
    }
  }

  private static ObjectNode named(RemoteTask task) {
    return Json.object().put("id", task.id());
  }

  /** The files that the agent takes, as its card says. */
  private static ArrayNode parts(Outer outer, RemoteWire wire) {
    ArrayNode parts = Json.array();
    for (Content file : outer.files()) {
      switch (file) {
        case Content.Image(String type, Bytes data) when wire.takes(type) ->
            part(parts, "image", type, data);
        case Content.Document(String name, String type, Bytes data) when wire.takes(type) ->
            part(parts, name, type, data);
        case Content.Image _,
            Content.Document _,
            Content.Text _,
            Content.Data _,
            Content.ToolCall _,
            Content.ToolResult _,
            Content.Reasoning _ -> {}
      }
    }
    return parts;
  }

  private static void part(ArrayNode parts, String name, String type, Bytes data) {
    parts.addObject().put("raw", data.toBase64()).put("filename", name).put("mediaType", type);
  }

  private static ObjectNode params(
      ToolInvocation invocation, RemoteAgents.Talk talk, ArrayNode files) {
    ObjectNode message =
        Json.object().put("messageId", messageId(invocation)).put("role", "ROLE_USER");
    talk.name(message);
    ArrayNode parts = message.putArray("parts");
    parts.addObject().put("text", invocation.arguments().path("task").asString(""));
    for (JsonNode file : invocation.arguments().path("files")) {
      parts.addObject().put("url", file.asString(""));
    }
    parts.addAll(files);
    ObjectNode params = Json.object();
    params.set("message", message);
    return params;
  }

  /** The same for a call that is repeated after a crash, for agents that know it again. */
  private static String messageId(ToolInvocation invocation) {
    byte[] key = invocation.idempotencyKey().getBytes(UTF_8);
    return UUID.nameUUIDFromBytes(key).toString();
  }

  /** Nobody waits for the task any more: its agent may stop. In the background, and once. */
  private static void goodbye(RemoteWire wire, RemoteTask task) {
    if (task.id() == null || task.state().terminal()) {
      return;
    }
    Thread.ofVirtual()
        .name("a2a-cancel")
        .start(
            () -> {
              try {
                wire.ask(Method.CANCEL, named(task));
              } catch (IOException | RemoteWire.Refused | RuntimeException e) {
                // It ends by itself, or is over already.
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /** Shows what the agent says while it says it. */
  private static final class Shown {
    private final String name;
    private final Watcher watcher;
    private boolean any;

    Shown(String name, Watcher watcher) {
      this.name = name;
      this.watcher = watcher;
    }

    boolean any() {
      return any;
    }

    void update(ObjectNode response) {
      if (!any) {
        // A stream begins with the task as it is: what was said by then is in no update.
        response.path("task").path("artifacts").forEach(this::artifact);
      }
      artifact(response.path("artifactUpdate").path("artifact"));
    }

    private void artifact(JsonNode artifact) {
      for (JsonNode part : artifact.path("parts")) {
        String text = part.path("text").asString("");
        if (!text.isEmpty()) {
          show(new TurnEvent.Text(1, 0, text));
        }
      }
    }

    private void show(TurnEvent event) {
      any = true;
      try {
        watcher.saw(name, event);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
