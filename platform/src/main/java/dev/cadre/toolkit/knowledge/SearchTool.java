package dev.cadre.toolkit.knowledge;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import dev.cadre.toolkit.documents.Stems;
import dev.cadre.toolkit.knowledge.Corpus.Hit;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A search as a tool: the passages as text, each with its file and heading. */
final class SearchTool implements Tool {
  private static final String LIMIT = "limit";
  private static final int MAX_LIMIT = 20;
  private static final int MAX_QUERY = 1_000;
  private static final int MAX_NAMED = 30;

  private final Shelf shelf;
  private final SearchPlan plan;
  private final ToolSpec spec;

  SearchTool(Shelf shelf, SearchPlan plan) {
    this.shelf = shelf;
    this.plan = plan;
    this.spec = new ToolSpec(plan.name(), plan.description(), schema(plan));
  }

  private static ObjectNode schema(SearchPlan plan) {
    ObjectNode schema = Json.object().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    param(properties, required, plan.query());
    new TreeMap<>(plan.by()).values().forEach(param -> param(properties, required, param));
    properties
        .putObject(LIMIT)
        .put("type", "integer")
        .put("minimum", 1)
        .put("maximum", MAX_LIMIT)
        .put("description", "The most passages to answer with. Default: " + plan.top());
    return schema.put("additionalProperties", false);
  }

  private static void param(ObjectNode properties, ArrayNode required, SearchPlan.Param param) {
    ObjectNode schema =
        properties
            .putObject(param.name())
            .put("type", "string")
            .put("description", param.description());
    if (param.choices().isEmpty()) {
      schema.put("minLength", 1).put("maxLength", MAX_QUERY);
    } else {
      ArrayNode choices = schema.putArray("enum");
      param.choices().forEach(choices::add);
    }
    if (param.required()) {
      required.add(param.name());
    }
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public ToolOutcome call(ToolInvocation invocation) throws InterruptedException {
    ObjectNode arguments = invocation.arguments();
    try {
      invocation.progress().at(0, 2.0, "reading the texts");
      Corpus corpus = shelf.corpus();
      invocation.progress().at(1, 2.0, "comparing passages");
      for (Map.Entry<String, SearchPlan.Param> by : plan.by().entrySet()) {
        String asked = arguments.path(by.getValue().name()).asString("");
        if (!asked.isEmpty()
            && corpus.chunks().stream().noneMatch(c -> has(c, by.getKey(), asked))) {
          return ToolOutcome.Answered.text(unknown(corpus, by.getKey(), asked));
        }
      }
      List<Hit> hits =
          corpus.search(
              arguments.path(plan.query().name()).asString(),
              chunk -> isAmong(chunk, arguments),
              arguments.path(LIMIT).asInt(plan.top()),
              plan.floor(),
              part -> invocation.progress().at(1 + part, 2.0, "comparing passages"));
      return ToolOutcome.Answered.text(hits.isEmpty() ? plan.empty() : text(hits));
    } catch (Fault e) {
      return new ToolOutcome.Failed("The knowledge base cannot be read: " + e.getMessage());
    }
  }

  private boolean isAmong(Chunk chunk, ObjectNode arguments) {
    return isWithin(chunk)
        && plan.by().entrySet().stream()
            .allMatch(
                by -> {
                  String asked = arguments.path(by.getValue().name()).asString("");
                  return asked.isEmpty() || has(chunk, by.getKey(), asked);
                });
  }

  private boolean isWithin(Chunk chunk) {
    return plan.where().entrySet().stream()
        .allMatch(
            where -> chunk.attributes().getOrDefault(where.getKey(), "").equals(where.getValue()));
  }

  /** As a person names it: in other cases, in the plural, by one of its words. */
  private boolean has(Chunk chunk, String attribute, String asked) {
    String value = chunk.attributes().getOrDefault(attribute, "");
    if (value.isEmpty() || !isWithin(chunk)) {
      return false;
    }
    Set<String> said = new HashSet<>(Stems.of(asked));
    Set<String> own = new HashSet<>(Stems.of(value));
    return value.toLowerCase(Locale.ROOT).contains(asked.toLowerCase(Locale.ROOT))
        || said.containsAll(own)
        || own.containsAll(said);
  }

  private String unknown(Corpus corpus, String attribute, String asked) {
    Set<String> values =
        corpus.chunks().stream()
            .filter(this::isWithin)
            .map(chunk -> chunk.attributes().getOrDefault(attribute, ""))
            .filter(value -> !value.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    return "The knowledge base has no %s '%s'; it has %s."
        .formatted(
            attribute, asked, values.stream().limit(MAX_NAMED).collect(Collectors.joining(", ")));
  }

  private static String text(List<Hit> hits) {
    return hits.stream().map(hit -> text(hit.chunk())).collect(Collectors.joining("\n\n"));
  }

  private static String text(Chunk chunk) {
    return (chunk.heading().isEmpty() ? "" : chunk.heading() + "\n")
        + chunk.text()
        + "\n(source: "
        + chunk.id()
        + ")";
  }
}
