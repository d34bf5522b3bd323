package dev.cadre.inference;

import dev.cadre.fault.Fault;
import dev.cadre.http.Exchange;
import dev.cadre.http.Routes;
import dev.cadre.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's interface: chat completions, models and embeddings. */
final class OpenAiRoutes {
  private static final int MAX_BODY = 25_000_000;

  private final Calls calls;
  private final ModelList models;
  private final Embeddings embeddings;
  private final ChatInput input;
  private final InstantSource clock;
  private final Instant started;

  OpenAiRoutes(
      Calls calls,
      ToolSpecs toolSpecs,
      ModelList models,
      Embeddings embeddings,
      InstantSource clock) {
    this.calls = calls;
    this.models = models;
    this.embeddings = embeddings;
    this.input = new ChatInput(toolSpecs);
    this.clock = clock;
    this.started = clock.instant();
  }

  void bind(Routes routes) {
    routes
        .add("POST", "/v1/chat/completions", new OpenAiRoute(this::chat))
        .add("POST", "/v1/embeddings", new OpenAiRoute(this::embed))
        .add("GET", "/v1/models", new OpenAiRoute(this::list))
        .add("GET", "/v1/models/{model}", new OpenAiRoute(this::get));
  }

  private static Members body(Exchange exchange) throws IOException {
    return Members.of("", Json.parse(exchange.body(MAX_BODY)));
  }

  private void chat(Exchange exchange) throws IOException, InterruptedException {
    ChatInput.Chat chat = input.read(body(exchange));
    ChatOutput output = ChatOutput.of(chat.request().model(), clock.instant());
    if (chat.stream()) {
      calls.stream(exchange, chat.request(), new ChatEvents(exchange, output, chat.usage()));
    } else {
      exchange.json(200, output.whole(calls.reply(exchange, chat.request())));
    }
  }

  private void embed(Exchange exchange) throws IOException {
    exchange.json(200, embeddings.answer(body(exchange)));
  }

  private void list(Exchange exchange) throws IOException {
    ObjectNode list = Json.object().put("object", "list");
    ArrayNode data = list.putArray("data");
    models.names().forEach(name -> data.add(model(name)));
    exchange.json(200, list);
  }

  private void get(Exchange exchange) throws IOException {
    String name = exchange.pathVariable("model");
    if (!models.names().contains(name)) {
      throw new Fault.NotFound(
          "there is no model '" + name + "'; GET /v1/models shows those there are");
    }
    exchange.json(200, model(name));
  }

  private ObjectNode model(String name) {
    return Json.object()
        .put("id", name)
        .put("object", "model")
        .put("created", started.getEpochSecond())
        .put("owned_by", "cadre");
  }
}
