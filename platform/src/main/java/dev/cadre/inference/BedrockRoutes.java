package dev.cadre.inference;

import dev.cadre.http.Exchange;
import dev.cadre.http.Operation;
import dev.cadre.http.Routes;
import dev.cadre.json.Json;
import dev.cadre.model.Bytes;
import dev.cadre.model.ModelException;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.Reply;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Bedrock Runtime: Converse, InvokeModel, and their streams. */
final class BedrockRoutes {
  private static final String SERVICE = "bedrock-runtime";

  /** What the service model allows. */
  private static final int MAX_BODY = 25_000_000;

  private final Calls calls;
  private final ConverseInput converse;
  private final BodyFormat anthropic;
  private final BodyFormat nova;

  BedrockRoutes(Calls calls, ToolSpecs toolSpecs) {
    this.calls = calls;
    this.converse = new ConverseInput(toolSpecs);
    this.anthropic = new AnthropicFormat(toolSpecs);
    this.nova = new BodyFormat.Nova(converse);
  }

  void bind(Routes routes) {
    routes
        .aws(SERVICE, "Converse", named(this::converse))
        .aws(SERVICE, "ConverseStream", named(this::converseStream))
        .aws(SERVICE, "InvokeModel", named(this::invoke))
        .aws(SERVICE, "InvokeModelWithResponseStream", named(this::invokeStream))
        .aws(SERVICE, "CountTokens", named(this::count));
  }

  /** What a model refuses, in the service's own errors. */
  private static Operation named(Operation operation) {
    return (exchange, input) -> {
      try {
        return operation.handle(exchange, input);
      } catch (ModelException e) {
        throw Failure.of(e).fault();
      }
    };
  }

  private static String model(ObjectNode input) {
    return ModelIds.of(input.path("modelId").asString());
  }

  private JsonNode converse(Exchange exchange, ObjectNode input) throws InterruptedException {
    long begun = System.nanoTime();
    Reply reply = calls.reply(exchange, converse.read(model(input), input));
    return ConverseOutput.of(reply, since(begun).toMillis());
  }

  private @Nullable JsonNode converseStream(Exchange exchange, ObjectNode input)
      throws IOException, InterruptedException {
    ModelRequest request = converse.read(model(input), input);
    calls.stream(exchange, request, new ConverseEvents(new LazyEventStream(exchange)));
    return null;
  }

  private @Nullable JsonNode invoke(Exchange exchange, ObjectNode input)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    ObjectNode body = body(exchange.body(MAX_BODY));
    String model = model(input);
    BodyFormat format = format(model, body);
    ModelRequest request = format.request(model, body);
    Reply reply = calls.reply(exchange, request);
    Duration took = since(begun);
    exchange
        .responseHeader("X-Amzn-Bedrock-Input-Token-Count", Long.toString(reply.usage().input()))
        .responseHeader("X-Amzn-Bedrock-Output-Token-Count", Long.toString(reply.usage().output()))
        .responseHeader("X-Amzn-Bedrock-Invocation-Latency", Long.toString(took.toMillis()));
    exchange.json(200, format.reply(request, reply, took));
    return null;
  }

  private @Nullable JsonNode invokeStream(Exchange exchange, ObjectNode input)
      throws IOException, InterruptedException {
    ObjectNode body = body(exchange.body(MAX_BODY));
    String model = model(input);
    BodyFormat format = format(model, body);
    ModelRequest request = format.request(model, body);
    exchange.responseHeader("X-Amzn-Bedrock-Content-Type", "application/json");
    Calls.Writer writer =
        format.writer(request, calls.count(request), new Chunks(new LazyEventStream(exchange)));
    calls.stream(exchange, request, writer);
    return null;
  }

  /** InvokeModel's events: each a chunk that holds one event of the model's own. */
  private record Chunks(EventOut stream) implements EventOut {
    @Override
    public void event(String type, ObjectNode payload) throws IOException {
      String bytes = Bytes.copyOf(Json.bytes(payload)).toBase64();
      stream.event("chunk", Json.object().put("bytes", bytes));
    }

    @Override
    public void exception(Failure failure) throws IOException {
      stream.exception(failure);
    }
  }

  private JsonNode count(Exchange exchange, ObjectNode input) {
    Members choice = new Members("", input).object("input");
    String model = model(input);
    ModelRequest request;
    if (choice.has("converse")) {
      request = converse.read(model, choice.object("converse").node());
    } else {
      byte[] bytes = MediaTypes.base64(choice.object("invokeModel"), "body").toArray();
      ObjectNode body = body(bytes);
      request = format(model, body).request(model, body);
    }
    return Json.object().put("inputTokens", calls.count(request));
  }

  /** Told by the body; a model's id may be an alias, which tells nothing. */
  private BodyFormat format(String model, ObjectNode body) {
    if (body.has(AnthropicFormat.VERSION_MEMBER) || model.contains("anthropic.")) {
      return anthropic;
    }
    if (body.has("messages")) {
      return nova;
    }
    throw Members.invalid(
        "body",
        "is in no form served here: send Anthropic's Messages (with anthropic_version) or Amazon"
            + " Nova's (schemaVersion messages-v1), or use Converse, which serves every model");
  }

  private static ObjectNode body(byte[] bytes) {
    return Members.of("", Json.parse(bytes)).node();
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }
}
