package dev.cadre.memory;

import dev.cadre.fault.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which records are wanted, by their metadata: every expression must hold. */
record MetadataFilter(List<Expression> expressions) {
  static final MetadataFilter NONE = new MetadataFilter(List.of());

  /** What can be asked of every record. */
  private static final String CREATED = "x-amz-agentcore-memory-createdAt";

  private static final String UPDATED = "x-amz-agentcore-memory-updatedAt";
  private static final Set<String> BUILT_IN = Set.of(CREATED, UPDATED);

  private enum Operator {
    EQUALS_TO("stringValue"),
    EXISTS(null),
    NOT_EXISTS(null),
    BEFORE("dateTimeValue"),
    AFTER("dateTimeValue"),
    CONTAINS("stringListValue"),
    GREATER_THAN("numberValue"),
    GREATER_THAN_OR_EQUALS("numberValue"),
    LESS_THAN("numberValue"),
    LESS_THAN_OR_EQUALS("numberValue");

    /** What its right side must be. */
    private final @Nullable String operand;

    Operator(@Nullable String operand) {
      this.operand = operand;
    }
  }

  private record Expression(String key, Operator operator, JsonNode right) {}

  /**
   * Of a MemoryMetadataFilterList. Throws {@link Fault.Invalid} for a key that the memory does not
   * index and for a right side that does not go with the operator.
   */
  static MetadataFilter of(JsonNode list, Memory memory) {
    Set<String> indexed =
        memory
            .definition()
            .path("indexedKeys")
            .valueStream()
            .map(key -> key.path("key").asString())
            .collect(Collectors.toSet());
    List<Expression> expressions = new ArrayList<>();
    for (JsonNode node : list) {
      String key = node.path("left").path("metadataKey").asString();
      if (!indexed.contains(key) && !BUILT_IN.contains(key)) {
        throw new Fault.Invalid(
            "metadata filter on '%s': the memory does not index it; declare it with addIndexedKeys"
                .formatted(key));
      }
      Operator operator = Operator.valueOf(node.path("operator").asString());
      JsonNode value = node.path("right").path("metadataValue");
      requireOperand(key, operator, value);
      expressions.add(
          new Expression(
              key, operator, operator.operand == null ? value : value.path(operator.operand)));
    }
    return expressions.isEmpty() ? NONE : new MetadataFilter(List.copyOf(expressions));
  }

  private static void requireOperand(String key, Operator operator, JsonNode value) {
    boolean fits =
        operator.operand == null ? value.isMissingNode() : value.hasNonNull(operator.operand);
    if (!fits) {
      throw new Fault.Invalid(
          "metadata filter on '%s': %s takes %s on its right side"
              .formatted(
                  key, operator, operator.operand == null ? "nothing" : "a " + operator.operand));
    }
  }

  boolean holds(@Nullable ObjectNode metadata, Instant createdAt, Instant updatedAt) {
    for (Expression expression : expressions) {
      boolean holds =
          switch (expression.key()) {
            case CREATED -> compare(expression, createdAt);
            case UPDATED -> compare(expression, updatedAt);
            default -> holds(expression, metadata == null ? null : metadata.get(expression.key()));
          };
      if (!holds) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(Expression expression, @Nullable JsonNode value) {
    JsonNode right = expression.right();
    if (value == null) {
      return expression.operator() == Operator.NOT_EXISTS;
    }
    JsonNode number = value.path("numberValue");
    return switch (expression.operator()) {
      case EXISTS -> true;
      case NOT_EXISTS -> false;
      case EQUALS_TO -> right.asString().equals(value.path("stringValue").asString(null));
      case CONTAINS -> {
        List<String> has =
            value.path("stringListValue").valueStream().map(JsonNode::asString).toList();
        yield right.valueStream().allMatch(wanted -> has.contains(wanted.asString()));
      }
      case GREATER_THAN -> number.isNumber() && number.doubleValue() > right.doubleValue();
      case GREATER_THAN_OR_EQUALS ->
          number.isNumber() && number.doubleValue() >= right.doubleValue();
      case LESS_THAN -> number.isNumber() && number.doubleValue() < right.doubleValue();
      case LESS_THAN_OR_EQUALS -> number.isNumber() && number.doubleValue() <= right.doubleValue();
      case BEFORE, AFTER ->
          value.has("dateTimeValue")
              && compare(expression, Timestamps.read(value.get("dateTimeValue"), "dateTimeValue"));
    };
  }

  private static boolean compare(Expression expression, Instant value) {
    return switch (expression.operator()) {
      case EXISTS -> true;
      case BEFORE -> value.isBefore(Timestamps.read(expression.right(), "dateTimeValue"));
      case AFTER -> value.isAfter(Timestamps.read(expression.right(), "dateTimeValue"));
      case NOT_EXISTS,
          EQUALS_TO,
          CONTAINS,
          GREATER_THAN,
          GREATER_THAN_OR_EQUALS,
          LESS_THAN,
          LESS_THAN_OR_EQUALS ->
          false;
    };
  }
}
