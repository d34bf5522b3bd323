package dev.cadre.openapi;

import tools.jackson.databind.JsonNode;

/** Keywords of JSON Schema whose values are no schemas. */
final class Keywords {
  private Keywords() {}

  /** True for a keyword that is kept, with a value that it may have. */
  static boolean kept(String keyword, JsonNode value) {
    return switch (keyword) {
      case "title", "description", "format", "contentEncoding", "contentMediaType" ->
          value.isString();
      case "const", "default" -> true;
      case "examples" -> value.isArray();
      case "maximum", "minimum" -> value.isNumber();
      // In 3.0 a flag beside the limit.
      case "exclusiveMaximum", "exclusiveMinimum" -> value.isNumber() || value.isBoolean();
      case "multipleOf" -> value.isNumber() && value.doubleValue() > 0;
      case "maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties" ->
          value.isIntegralNumber() && value.doubleValue() >= 0;
      case "uniqueItems", "deprecated" -> value.isBoolean();
      case "dependentRequired" -> namesByName(value);
      default -> false;
    };
  }

  private static boolean namesByName(JsonNode value) {
    return value.isObject()
        && value
            .valueStream()
            .allMatch(
                names ->
                    names.isArray()
                        && names.valueStream().allMatch(JsonNode::isString)
                        && names.valueStream().distinct().count() == names.size());
  }
}
