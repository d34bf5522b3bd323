package dev.cadre.toolkit.queries;

import dev.cadre.config.Section;
import dev.cadre.json.Json;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One value that a model chooses.
 *
 * @param schema what it may be, as JSON Schema
 * @param required false when it may be left out: the statement then sees null
 * @param otherwise what stands for one that is left out; null for null
 */
record Parameter(
    String name, Type type, ObjectNode schema, boolean required, @Nullable JsonNode otherwise) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,47}");
  private static final int LONGEST = 200;
  private static final int LONGEST_ALLOWED = 10_000;

  /** A parameter's type, and what PostgreSQL is told of it. */
  enum Type {
    STRING("text"),
    INTEGER("bigint"),
    NUMBER("numeric"),
    BOOLEAN("boolean"),
    DATE("date"),
    DATE_TIME("timestamptz");

    private final String sql;

    Type(String sql) {
      this.sql = sql;
    }

    String sql() {
      return sql;
    }
  }

  static Parameter read(String name, Section section) {
    if (!NAME.matcher(name).matches()) {
      section.problem("", "has a name that does not match " + NAME);
    }
    Type type = section.choice("type", Type.STRING, List.of(Type.values()));
    ObjectNode schema = Json.object().put("type", written(type));
    switch (type) {
      case STRING -> text(section, schema);
      case DATE -> schema.put("format", "date");
      case DATE_TIME -> schema.put("format", "date-time");
      case INTEGER, NUMBER -> {
        bound(section, schema, "minimum");
        bound(section, schema, "maximum");
      }
      case BOOLEAN -> {}
    }
    String description = section.text("description", "");
    if (!description.isEmpty()) {
      schema.put("description", description);
    }
    JsonNode otherwise = section.json("default").orElse(null);
    if (otherwise != null) {
      schema.set("default", otherwise);
    }
    boolean optional = section.flag("optional", false) || otherwise != null;
    return new Parameter(name, type, schema, !optional, otherwise);
  }

  private static void text(Section section, ObjectNode schema) {
    List<String> choices = section.texts("enum", List.of());
    if (!choices.isEmpty()) {
      choices.forEach(schema.withArray("/enum")::add);
      return;
    }
    String pattern = section.text("pattern", "");
    if (!pattern.isEmpty()) {
      schema.put("pattern", pattern);
    }
    schema.put("minLength", 1);
    schema.put("maxLength", section.integer("maxLength", LONGEST, 1, LONGEST_ALLOWED));
  }

  private static void bound(Section section, ObjectNode schema, String key) {
    if (section.has(key)) {
      schema.put(key, section.number(key, 0, -1e15, 1e15));
    }
  }

  private static String written(Type type) {
    return switch (type) {
      case STRING, DATE, DATE_TIME -> "string";
      case INTEGER, NUMBER, BOOLEAN -> type.name().toLowerCase(Locale.ROOT);
    };
  }

  /** Gives the statement what the model chose, or what stands for it. */
  void bind(PreparedStatement statement, int at, JsonNode chosen) throws SQLException {
    JsonNode value = chosen.isMissingNode() || chosen.isNull() ? otherwise : chosen;
    if (value == null) {
      statement.setNull(at, Types.NULL);
      return;
    }
    switch (type) {
      case STRING, DATE, DATE_TIME -> statement.setString(at, value.asString());
      case INTEGER -> statement.setLong(at, value.asLong());
      case NUMBER -> statement.setBigDecimal(at, value.decimalValue());
      case BOOLEAN -> statement.setBoolean(at, value.asBoolean());
    }
  }
}
