package dev.cadre.harness;

import dev.cadre.fault.Fault;
import dev.cadre.harness.AgentDefinition.Supervision;
import dev.cadre.harness.TurnEvent.Chosen;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import dev.cadre.model.Reply;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.SchemaCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The form in which a supervisor's model says whom to ask: a tool that it must call and that nobody
 * runs. Each choice carries its description, so that whoever fills the form needs nothing else.
 */
final class RoutingForm {
  static final String TOOL = "decide";

  private static final int MAX_TASK = 8_000;
  private static final int MAX_REASON = 1_000;

  private final SchemaCheck schemas;
  private final Map<String, AgentTool> agents = new LinkedHashMap<>();
  private final ToolSpec spec;

  RoutingForm(SchemaCheck schemas, List<AgentTool> agents, Supervision supervision) {
    this.schemas = schemas;
    agents.forEach(agent -> this.agents.put(agent.spec().name(), agent));
    this.spec = new ToolSpec(TOOL, "Says which agents work on the request.", schema(supervision));
  }

  /**
   * A filled form.
   *
   * @param answer where no agent is needed; empty for none
   * @param question to the person; empty for none
   */
  record Filled(
      List<Chosen> chosen, String answer, String question, double confidence, String reason) {
    Filled {
      chosen = List.copyOf(chosen);
    }
  }

  /** What became of a form. */
  sealed interface Read {
    record Good(Filled filled) implements Read {}

    /** {@code told} says to the model what to mend. */
    record Bad(String told) implements Read {}
  }

  ToolSpec spec() {
    return spec;
  }

  private ObjectNode schema(Supervision supervision) {
    ObjectNode schema = Json.object().put("type", "object").put("additionalProperties", false);
    schema.putArray("required").add("agents").add("confidence").add("reason");
    ObjectNode properties = schema.putObject("properties");
    ObjectNode chosen =
        properties
            .putObject("agents")
            .put("type", "array")
            .put("maxItems", supervision.agents())
            .put(
                "description",
                "The agents that are needed, each once. Empty when you answer or ask yourself");
    ObjectNode item = chosen.putObject("items").put("type", "object");
    item.put("additionalProperties", false).putArray("required").add("agent").add("task");
    ObjectNode of = item.putObject("properties");
    ArrayNode choices = of.putObject("agent").putArray("oneOf");
    agents.forEach(
        (name, agent) ->
            choices.addObject().put("const", name).put("description", agent.spec().description()));
    text(of, "task", MAX_TASK, "What it is to do, in full sentences that stand alone");
    text(of, "why", MAX_REASON, "Why it and no other");
    text(properties, "answer", MAX_TASK, "Your own answer, where no agent is needed");
    text(properties, "question", MAX_REASON, "One short question, where the request is unclear");
    properties
        .putObject("confidence")
        .put("type", "number")
        .put("minimum", 0)
        .put("maximum", 1)
        .put("description", "How sure you are that this is what the person wants");
    text(properties, "reason", MAX_REASON, "Why you decide so");
    return schema;
  }

  private static void text(ObjectNode properties, String name, int longest, String description) {
    properties
        .putObject(name)
        .put("type", "string")
        .put("maxLength", longest)
        .put("description", description);
  }

  Read read(Reply reply) {
    JsonNode form =
        reply.toolCalls().stream()
            .filter(call -> call.name().equals(TOOL))
            .findFirst()
            .<JsonNode>map(Content.ToolCall::arguments)
            .orElseGet(() -> written(reply.text()));
    List<String> wrong = schemas.violations(spec.inputSchema(), form);
    if (!wrong.isEmpty()) {
      return bad(wrong);
    }
    Filled filled = filled(form);
    return filled.chosen().isEmpty() && filled.answer().isBlank() && filled.question().isBlank()
        ? bad(List.of("it names no agent, no answer and no question; give one of them"))
        : new Read.Good(filled);
  }

  /** Some models write what they should call. */
  private static JsonNode written(String text) {
    int from = text.indexOf('{');
    int to = text.lastIndexOf('}');
    try {
      return from >= 0 && to > from ? Json.parse(text.substring(from, to + 1)) : Json.object();
    } catch (Fault.Invalid notJson) {
      return Json.object();
    }
  }

  private static Read bad(List<String> wrong) {
    return new Read.Bad(unusable(wrong));
  }

  /** What the model is told of a form. */
  static String unusable(List<String> wrong) {
    return "Your decision cannot be used:\n- "
        + String.join("\n- ", wrong)
        + "\nCall the tool '"
        + TOOL
        + "' again with what its schema asks for.";
  }

  private Filled filled(JsonNode form) {
    Map<String, Chosen> chosen = new LinkedHashMap<>();
    for (JsonNode one : form.path("agents")) {
      String name = one.path("agent").asString();
      chosen.merge(name, chosen(name, one), RoutingForm::both);
    }
    return new Filled(
        new ArrayList<>(chosen.values()),
        form.path("answer").asString("").strip(),
        form.path("question").asString("").strip(),
        form.path("confidence").asDouble(),
        form.path("reason").asString(""));
  }

  /**
   * @param name of one of the agents' tools
   */
  Chosen chosen(String name, String task, String why) {
    AgentTool agent = agents.get(name);
    return new Chosen(name, agent == null ? name : agent.agent(), task, why);
  }

  private Chosen chosen(String name, JsonNode one) {
    return chosen(name, one.path("task").asString().strip(), one.path("why").asString(""));
  }

  /** One agent named twice is asked both at once. */
  private static Chosen both(Chosen first, Chosen second) {
    return new Chosen(
        first.tool(), first.agent(), first.task() + "\n" + second.task(), first.why());
  }

  /** The agent whose description shares most words with the request; the first where none does. */
  String nearest(String request) {
    List<String> said = words(request);
    String best = agents.keySet().iterator().next();
    long most = 0;
    for (Map.Entry<String, AgentTool> agent : agents.entrySet()) {
      List<String> known = words(agent.getKey() + " " + agent.getValue().spec().description());
      long shared = said.stream().filter(known::contains).count();
      if (shared > most) {
        most = shared;
        best = agent.getKey();
      }
    }
    return best;
  }

  /** Words of four letters and more, without the ends that number and tense give them. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\d]+", -1)) {
      if (word.length() > 3) {
        words.add(word.replaceFirst("(?:ing|ed|es|s)$", ""));
      }
    }
    return words.stream().distinct().toList();
  }
}
