package dev.cadre.openapi;

import dev.cadre.fault.Fault;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A value of a call that stands in its address or head.
 *
 * @param argument the tool's name for it
 * @param reserved whether characters with a meaning in addresses are sent as they are
 * @param json whether the value is sent as JSON text
 * @param standard sent when a required argument is not given; null for none
 */
record Parameter(
    String name,
    Place place,
    String argument,
    boolean required,
    Style style,
    boolean explode,
    boolean reserved,
    boolean json,
    @Nullable JsonNode standard) {

  /** Where it stands. */
  enum Place {
    PATH,
    QUERY,
    HEADER,
    COOKIE;

    static Place of(String wire, String where) {
      return switch (wire) {
        case "path" -> PATH;
        case "query" -> QUERY;
        case "header" -> HEADER;
        case "cookie" -> COOKIE;
        default ->
            throw new Fault.Invalid(
                where + ": a parameter is in '" + wire + "'; use path, query, header or cookie");
      };
    }

    /** What OpenAPI takes when nothing is said. */
    Style style() {
      return switch (this) {
        case PATH, HEADER -> Style.SIMPLE;
        case QUERY, COOKIE -> Style.FORM;
      };
    }

    String wire() {
      return switch (this) {
        case PATH -> "path";
        case QUERY -> "query";
        case HEADER -> "header";
        case COOKIE -> "cookie";
      };
    }
  }
}
