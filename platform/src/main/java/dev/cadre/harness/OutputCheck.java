package dev.cadre.harness;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.tool.SchemaCheck;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whether an answer is the JSON that the agent's file promises. */
final class OutputCheck {
  private static final Pattern FENCED = Pattern.compile("(?s)```(?:json)?\\s*(.*?)\\s*```");

  private final SchemaCheck schemas;
  private final ObjectNode schema;

  OutputCheck(SchemaCheck schemas, ObjectNode schema) {
    this.schemas = schemas;
    this.schema = schema;
  }

  /** What an answer is. */
  sealed interface Verdict {
    /** It satisfies the schema; {@code json} is it without anything around it. */
    record Good(String json) implements Verdict {}

    /** {@code told} says to the model what to mend. */
    record Bad(String told) implements Verdict {}
  }

  Verdict check(String answer) {
    String text = answer.strip();
    Matcher fenced = FENCED.matcher(text);
    JsonNode json;
    try {
      json = Json.parse(fenced.matches() ? fenced.group(1) : text);
    } catch (Fault.Invalid e) {
      return bad(List.of("it is not JSON: " + e.getMessage()));
    }
    List<String> wrong = schemas.violations(schema, json);
    return wrong.isEmpty() ? new Verdict.Good(Json.text(json)) : bad(wrong);
  }

  private Verdict bad(List<String> wrong) {
    return new Verdict.Bad(
        "Your answer does not have the form that is asked for:\n- "
            + String.join("\n- ", wrong)
            + "\nAnswer again with the JSON alone, nothing around it. It must satisfy this JSON Schema:\n"
            + schema);
  }
}
