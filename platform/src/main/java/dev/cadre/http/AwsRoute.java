package dev.cadre.http;

import dev.cadre.fault.Fault;
import dev.cadre.http.AwsModels.AwsOperation;
import dev.cadre.http.Shape.Location;
import dev.cadre.http.Shape.Member;
import dev.cadre.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One AWS operation over rest-json: gathers its input's members from path, query, headers and body,
 * checks them against the model, and answers with the output.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html">AWS restJson1
 *     protocol</a>
 */
final class AwsRoute implements Handler {
  /** The largest event of a memory; blobs of invocations are streamed and do not pass here. */
  private static final int MAX_BODY = 10 * 1024 * 1024;

  /** Bedrock Runtime has images and documents inside its JSON; its model allows as much. */
  private static final int MAX_MODEL_BODY = 25_000_000;

  private final AwsModels models;
  private final AwsOperation operation;
  private final Operation handler;

  AwsRoute(AwsModels models, AwsOperation operation, Operation handler) {
    this.models = models;
    this.operation = operation;
    this.handler = handler;
  }

  @Override
  public ErrorAnswer refusal(Fault fault) {
    return ErrorAnswer.of(fault, operation.errors());
  }

  @Override
  public void handle(Exchange exchange) throws Exception {
    ObjectNode input = input(exchange);
    List<Fault.Invalid.Field> faults = ShapeCheck.faults(models, operation, input);
    if (!faults.isEmpty()) {
      throw new Fault.Invalid(summary(faults), faults);
    }
    JsonNode output = handler.handle(exchange, input);
    if (exchange.responded()) {
      return;
    }
    if (operation.status() == 204) {
      exchange.respond(204, "application/json", new byte[0]);
    } else {
      exchange.json(operation.status(), output == null ? Json.object() : output);
    }
  }

  private ObjectNode input(Exchange exchange) throws IOException {
    ObjectNode input = body(exchange);
    for (var entry : operation.input().members().entrySet()) {
      Member member = entry.getValue();
      Optional<JsonNode> value =
          switch (member.location()) {
            case BODY -> Optional.empty();
            case URI -> Optional.of(input.stringNode(exchange.pathVariable(member.wireName())));
            case QUERYSTRING -> query(exchange, member);
            case HEADER -> exchange.header(member.wireName()).map(text -> scalar(member, text));
          };
      if (member.location() != Location.BODY) {
        input.remove(entry.getKey());
        value.ifPresent(found -> input.set(entry.getKey(), found));
      }
    }
    return input;
  }

  private ObjectNode body(Exchange exchange) throws IOException {
    String payload = operation.input().payload();
    if (payload != null) {
      Member member = operation.input().members().get(payload);
      ObjectNode whole = Json.object();
      if (member != null
          && !(models.shape(operation.service(), member.shape()) instanceof Shape.Blob)) {
        whole.set(payload, object(exchange.body(maxBody())));
      }
      return whole;
    }
    boolean anyInBody =
        operation.input().members().values().stream().anyMatch(m -> m.location() == Location.BODY);
    return anyInBody ? object(exchange.body(maxBody())) : Json.object();
  }

  private int maxBody() {
    return operation.service().equals("bedrock-runtime") ? MAX_MODEL_BODY : MAX_BODY;
  }

  private static ObjectNode object(byte[] body) {
    if (body.length == 0) {
      return Json.object();
    }
    if (Json.parse(body) instanceof ObjectNode object) {
      return object;
    }
    throw new Fault.Invalid("the body must be a JSON object");
  }

  private Optional<JsonNode> query(Exchange exchange, Member member) {
    if (models.shape(operation.service(), member.shape()) instanceof Shape.ListOf) {
      List<String> values = exchange.queryAll(member.wireName());
      if (values.isEmpty()) {
        return Optional.empty();
      }
      ArrayNode array = Json.array();
      values.forEach(array::add);
      return Optional.of(array);
    }
    return exchange.query(member.wireName()).map(text -> scalar(member, text));
  }

  /**
   * Text from a header or query in the type its shape has; text that does not fit is left for the
   * check to name.
   */
  private JsonNode scalar(Member member, String text) {
    Shape shape = models.shape(operation.service(), member.shape());
    boolean parsed =
        shape instanceof Shape.Whole
            || shape instanceof Shape.Decimal
            || shape instanceof Shape.Bool;
    if (parsed) {
      try {
        return Json.parse(text);
      } catch (Fault.Invalid | JacksonException notOfThatType) {
        return Json.object().stringNode(text);
      }
    }
    return Json.object().stringNode(text);
  }

  private static String summary(List<Fault.Invalid.Field> faults) {
    StringBuilder text = new StringBuilder();
    text.append(faults.size())
        .append(faults.size() == 1 ? " validation error" : " validation errors")
        .append(" detected: ");
    for (int i = 0; i < faults.size(); i++) {
      Fault.Invalid.Field fault = faults.get(i);
      text.append(i == 0 ? "" : "; ")
          .append("'")
          .append(fault.path())
          .append("': ")
          .append(fault.message());
    }
    return text.toString();
  }
}
