package dev.cadre.gateway;

import dev.cadre.fault.Fault;
import dev.cadre.gateway.GatewayMetrics.Outcome;
import dev.cadre.json.Json;
import dev.cadre.mcp.McpCall;
import dev.cadre.mcp.McpServer;
import dev.cadre.mcp.McpSignal;
import dev.cadre.tool.SchemaCheck;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A target's server, within its limits: so many calls at a time, each for so long, and a result
 * that is one. Whatever it does, the gateway has an answer that a model can act on. Thread-safe.
 */
final class Connection {
  private static final Logger LOG = System.getLogger(Connection.class.getName());
  private static final AttributeKey<String> OPERATION =
      AttributeKey.stringKey("gen_ai.operation.name");
  private static final AttributeKey<String> TOOL = AttributeKey.stringKey("gen_ai.tool.name");
  private static final AttributeKey<String> GATEWAY = AttributeKey.stringKey("cadre.gateway.id");
  private static final AttributeKey<String> TARGET = AttributeKey.stringKey("cadre.target.name");
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("cadre.outcome");

  private final GatewayId gateway;
  private final String name;
  private final McpServer server;
  private final Semaphore places;
  private final Means means;

  /** What all connections share. */
  record Means(
      Deadline deadline,
      InstantSource clock,
      Tracer tracer,
      GatewayMetrics metrics,
      SchemaCheck schemas,
      GatewayConfig config) {}

  Connection(Target target, McpServer server, Means means) {
    this.gateway = target.gateway();
    this.name = target.name();
    this.server = server;
    this.means = means;
    this.places = new Semaphore(means.config().maxCalls());
  }

  McpServer server() {
    return server;
  }

  /**
   * A {@code CallToolResult}, whatever the target does.
   *
   * @param outputSchema what structured content must satisfy; null for anything
   */
  ObjectNode call(
      String tool, ObjectNode arguments, @Nullable ObjectNode outputSchema, McpCall call)
      throws InterruptedException {
    Attempt attempt = new Attempt("execute_tool " + FederatedName.of(name, tool), call);
    attempt.span.setAttribute(TOOL, FederatedName.of(name, tool));
    try {
      ObjectNode result = attempt.run(() -> server.callTool(tool, arguments, attempt.traced()));
      return checked(attempt, result, outputSchema);
    } catch (Refused e) {
      return failed(String.valueOf(e.getMessage()));
    } finally {
      attempt.end();
    }
  }

  /** Any other request; what goes wrong is an error of the protocol. */
  ObjectNode pass(String method, McpCall call, Passing passing) throws InterruptedException {
    Attempt attempt = new Attempt(method + " " + name, call);
    try {
      ObjectNode result = attempt.run(() -> passing.ask(server, attempt.traced()));
      attempt.outcome = Outcome.ANSWERED;
      return result;
    } catch (Refused e) {
      throw new Fault.Unavailable(String.valueOf(e.getMessage()));
    } finally {
      attempt.end();
    }
  }

  /** A request to the target's server. */
  @FunctionalInterface
  interface Passing {
    ObjectNode ask(McpServer server, McpCall call) throws InterruptedException;
  }

  private ObjectNode checked(
      Attempt attempt, ObjectNode result, @Nullable ObjectNode outputSchema) {
    boolean failed = result.path("isError").asBoolean(false);
    attempt.outcome = failed ? Outcome.TOOL_FAILED : Outcome.ANSWERED;
    JsonNode content = result.get("content");
    if (content == null || !content.isArray()) {
      attempt.outcome = Outcome.GARBAGE;
      return failed("the target '%s' answered with what is no tool's result".formatted(name));
    }
    if (failed || outputSchema == null) {
      return result;
    }
    JsonNode structured = result.get("structuredContent");
    List<String> wrong =
        structured == null
            ? List.of("there is none")
            : means.schemas().violations(outputSchema, structured);
    if (wrong.isEmpty()) {
      return result;
    }
    attempt.outcome = Outcome.GARBAGE;
    return failed(
        "the target '%s' promised structured content of a schema and broke it: %s"
            .formatted(name, String.join("; ", wrong)));
  }

  private static ObjectNode failed(String message) {
    ObjectNode result = Json.object();
    result.putArray("content").addObject().put("type", "text").put("text", message);
    return result.put("isError", true);
  }

  /** The target gave no result; the message is for whoever called. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message, null, false, false);
    }
  }

  /** One request under way: its span, its time, and how it ended. */
  private final class Attempt {
    private final McpCall call;
    private final Instant began = means.clock().instant();
    private final Span span;
    private Outcome outcome = Outcome.PASSED_ON;

    Attempt(String title, McpCall call) {
      this.call = call;
      span =
          means
              .tracer()
              .spanBuilder(title)
              .setParent(call.trace())
              .setSpanKind(SpanKind.CLIENT)
              .setAttribute(OPERATION, "execute_tool")
              .setAttribute(GATEWAY, gateway.value())
              .setAttribute(TARGET, name)
              .startSpan();
    }

    McpCall traced() {
      return new TracedCall(call, call.trace().with(span));
    }

    ObjectNode run(Deadline.Work<ObjectNode> work) throws InterruptedException, Refused {
      if (!places.tryAcquire()) {
        outcome = Outcome.BUSY;
        throw new Refused(
            "the target '%s' has %d calls under way, which is all it may have; try again soon"
                .formatted(name, means.config().maxCalls()));
      }
      try {
        return means.deadline().within(means.config().callLimit(), work);
      } catch (Deadline.Passed e) {
        outcome = Outcome.TOO_SLOW;
        throw new Refused(
            "the target '%s' did not answer within %d s and was given up; whether it did what was asked is not known"
                .formatted(name, means.config().callLimit().toSeconds()));
      } catch (InterruptedException e) {
        outcome = Outcome.CANCELLED;
        throw e;
      } catch (Fault.Invalid | Fault.NotFound e) {
        outcome = Outcome.TOOL_FAILED;
        throw new Refused(String.valueOf(e.getMessage()));
      } catch (Fault e) {
        outcome = Outcome.UNREACHABLE;
        throw new Refused(String.valueOf(e.getMessage()));
      } catch (McpSignal | McpServer.Unknown e) {
        throw e;
      } catch (RuntimeException | StackOverflowError e) {
        outcome = Outcome.GARBAGE;
        LOG.log(Level.WARNING, "the target " + name + " of " + gateway + " failed", e);
        throw new Refused("the target '%s' failed inside".formatted(name));
      } finally {
        places.release();
      }
    }

    void end() {
      Duration took = Duration.between(began, means.clock().instant());
      means.metrics().called(gateway, name, outcome, took);
      span.setAttribute(OUTCOME, outcome.name());
      if (outcome != Outcome.ANSWERED && outcome != Outcome.PASSED_ON) {
        span.setStatus(StatusCode.ERROR, outcome.name());
      }
      span.end();
    }
  }
}
