package dev.cadre.memory;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Which events of a session are wanted.
 *
 * @param lineage the branches, each up to a place in the session; empty for all
 */
record EventFilter(List<Branches.Reach> lineage, List<Metadata> metadata) {

  /** One expression over the metadata of an event. */
  sealed interface Metadata {
    record Equal(String key, String value) implements Metadata {}

    record Exists(String key) implements Metadata {}

    record Missing(String key) implements Metadata {}
  }

  /** The expressions of an EventMetadataFilterList. */
  static List<Metadata> metadata(JsonNode list) {
    List<Metadata> expressions = new ArrayList<>();
    for (JsonNode node : list) {
      String key = node.path("left").path("metadataKey").asString();
      JsonNode right = node.path("right");
      String operator = node.path("operator").asString();
      if (operator.equals("EQUALS_TO") == right.isMissingNode()) {
        throw new Fault.Invalid(
            "filter on '%s': %s %s a right side"
                .formatted(
                    key, operator, operator.equals("EQUALS_TO") ? "needs" : "does not take"));
      }
      expressions.add(
          switch (operator) {
            case "EQUALS_TO" ->
                new Metadata.Equal(key, right.path("metadataValue").path("stringValue").asString());
            case "EXISTS" -> new Metadata.Exists(key);
            case "NOT_EXISTS" -> new Metadata.Missing(key);
            default -> throw new Fault.Invalid("operator '" + operator + "' is not known");
          });
    }
    return List.copyOf(expressions);
  }

  /**
   * SQL over the event {@code e} that begins with {@code and}; its parameters go to {@code args}.
   */
  String condition(List<@Nullable Object> args) {
    StringBuilder sql = new StringBuilder();
    if (!lineage.isEmpty()) {
      ArrayNode reaches = Json.array();
      lineage.forEach(
          reach -> reaches.addObject().put("name", reach.branch()).put("until", reach.until()));
      sql.append(
          """
          and exists (select 1 from jsonb_to_recordset(?) as reach(name text, until bigint)
                      where reach.name = e.branch and e.seq <= reach.until)
          """);
      args.add(reaches);
    }
    for (Metadata expression : metadata) {
      switch (expression) {
        case Metadata.Equal equal -> {
          sql.append(" and e.metadata -> ? ->> 'stringValue' = ?");
          args.add(equal.key());
          args.add(equal.value());
        }
        case Metadata.Exists exists -> {
          sql.append(" and jsonb_exists(e.metadata, ?)");
          args.add(exists.key());
        }
        case Metadata.Missing missing -> {
          sql.append(" and not coalesce(jsonb_exists(e.metadata, ?), false)");
          args.add(missing.key());
        }
      }
    }
    return sql.toString();
  }
}
