package dev.cadre.memory;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.model.Caller;
import dev.cadre.model.Message;
import dev.cadre.model.ModelException;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.Models;
import dev.cadre.model.ReplySink;
import dev.cadre.model.Sampling;
import dev.cadre.model.ToolChoice;
import dev.cadre.tool.SchemaCheck;
import io.opentelemetry.context.Context;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Has a language model make records. Its answer is checked against a schema and, when it breaks it,
 * given back once with what is wrong. Which events a record was made of is looked up by the numbers
 * of the turns; a record that names no turn there is thrown away. When the model fails, the plain
 * extractor does the work, and the reason is counted. Thread-safe.
 */
final class ModelExtractor implements Extractor {
  private static final Logger LOG = System.getLogger(ModelExtractor.class.getName());
  private static final int MAX_SUBJECT = 100;
  private static final Sampling SAMPLING = new Sampling(4_000, 0.0, null, List.of());
  private static final ObjectNode SCHEMA =
      (ObjectNode)
          Json.parse(
              """
              {"type": "object", "required": ["records"], "additionalProperties": false, "properties": {"records":
                {"type": "array", "maxItems": 100, "items":
                  {"type": "object", "required": ["text", "turns"], "additionalProperties": false, "properties": {
                    "text": {"type": "string", "minLength": 1, "maxLength": 4000},
                    "subject": {"type": "string"},
                    "metadata": {"type": "object"},
                    "turns": {"type": "array", "minItems": 1, "items": {"type": "integer", "minimum": 1}}}}}}}
              """);

  private final Models models;
  private final String model;
  private final Extractor otherwise;
  private final Counter fallbacks;
  private final SchemaCheck schemas = new SchemaCheck();

  /**
   * @param model an alias or an id
   * @param otherwise does the work when the model does not
   */
  ModelExtractor(Models models, String model, Extractor otherwise, PrometheusRegistry registry) {
    this.models = models;
    this.model = model;
    this.otherwise = otherwise;
    this.fallbacks =
        Counter.builder()
            .name("cadre_memory_extractor_fallbacks_total")
            .help("Readings that the plain extractor did in place of the model, by reason.")
            .labelNames("reason")
            .register(registry);
  }

  /** The model's answer is not what was asked for, twice. */
  private static final class Misshapen extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public List<Candidate> extract(Request request) {
    if (request.turns().isEmpty()) {
      return List.of();
    }
    try {
      List<Candidate> candidates = new ArrayList<>();
      for (List<Turn> piece : ExtractionPrompt.pieces(request)) {
        candidates.addAll(extract(request, piece));
      }
      return candidates;
    } catch (ModelException | Misshapen e) {
      String reason = e.getClass().getSimpleName();
      fallbacks.labelValues(reason).inc();
      // The message of a provider may quote what was said.
      LOG.log(Level.WARNING, "the model made no records ({0}); the plain extractor does", reason);
      return otherwise.extract(request);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fault.Unavailable("the platform is stopping; the session is read after its start");
    }
  }

  private List<Candidate> extract(Request request, List<Turn> piece) throws InterruptedException {
    List<Message> messages = new ArrayList<>();
    messages.add(new Message.User(ExtractionPrompt.turns(request, piece)));
    String first = ask(request, messages);
    JsonNode answer = json(first);
    List<String> wrong = schemas.violations(SCHEMA, answer);
    if (!wrong.isEmpty()) {
      messages.add(new Message.Assistant(first.isBlank() ? "{}" : first));
      messages.add(
          new Message.User(
              "That is not the JSON asked for: " + String.join("; ", wrong) + ". Answer again."));
      answer = json(ask(request, messages));
      if (!schemas.violations(SCHEMA, answer).isEmpty()) {
        throw new Misshapen();
      }
    }
    return candidates(answer, piece);
  }

  private String ask(Request request, List<Message> messages) throws InterruptedException {
    ModelRequest asked =
        new ModelRequest(
            model,
            ExtractionPrompt.system(request),
            messages,
            List.of(),
            ToolChoice.AUTO,
            SAMPLING,
            SCHEMA);
    Caller caller = new Caller("memory", null, null, Context.root());
    return models.reply(caller, asked, ReplySink.NONE).text();
  }

  /**
   * The JSON in a reply, which may stand in a block of code; an empty object when there is none.
   */
  private static JsonNode json(String reply) {
    int from = reply.indexOf('{');
    int to = reply.lastIndexOf('}');
    try {
      return from < 0 || to < from ? Json.object() : Json.parse(reply.substring(from, to + 1));
    } catch (Fault.Invalid notJson) {
      return Json.object();
    }
  }

  private static List<Candidate> candidates(JsonNode answer, List<Turn> piece) {
    List<Candidate> candidates = new ArrayList<>();
    for (JsonNode record : answer.path("records")) {
      List<String> events =
          record
              .path("turns")
              .valueStream()
              .mapToInt(JsonNode::asInt)
              .filter(number -> number <= piece.size())
              .sorted()
              .mapToObj(number -> piece.get(number - 1).event())
              .distinct()
              .toList();
      String subject = record.path("subject").asString("").strip();
      boolean usable = !subject.isEmpty() && subject.length() <= MAX_SUBJECT;
      if (!events.isEmpty()) {
        candidates.add(
            new Candidate(
                record.path("text").asString().strip(),
                usable ? subject : null,
                events,
                record.get("metadata") instanceof ObjectNode metadata ? metadata : null));
      }
    }
    return candidates;
  }
}
