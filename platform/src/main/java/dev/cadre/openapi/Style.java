package dev.cadre.openapi;

import dev.cadre.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * How a value that is no single text is written in an address.
 *
 * @see <a href="https://spec.openapis.org/oas/v3.1.1.html#style-values">OpenAPI, style values</a>
 */
enum Style {
  MATRIX("matrix", ","),
  LABEL("label", ","),
  SIMPLE("simple", ","),
  FORM("form", ","),
  SPACE_DELIMITED("spaceDelimited", "%20"),
  PIPE_DELIMITED("pipeDelimited", "%7C"),
  DEEP_OBJECT("deepObject", ",");

  private static final int MAX_DEPTH = 16;
  private final String wire;
  private final String between;

  Style(String wire, String between) {
    this.wire = wire;
    this.between = between;
  }

  /** {@code usual} for a name that is not known. */
  static Style of(String wire, Style usual) {
    for (Style style : values()) {
      if (style.wire.equals(wire)) {
        return style;
      }
    }
    return usual;
  }

  /** A segment of a path, or a header. */
  String text(String name, JsonNode value, boolean explode, UnaryOperator<String> encode) {
    return switch (this) {
      case MATRIX -> matrix(name, value, explode, encode);
      case LABEL -> "." + joined(value, explode, explode ? "." : ",", encode);
      case SIMPLE, FORM, SPACE_DELIMITED, PIPE_DELIMITED, DEEP_OBJECT ->
          joined(value, explode, ",", encode);
    };
  }

  private static String matrix(
      String name, JsonNode value, boolean explode, UnaryOperator<String> encode) {
    if (explode && value.isArray()) {
      return value
          .valueStream()
          .map(one -> ";" + name + "=" + encode.apply(scalar(one)))
          .collect(Collectors.joining());
    }
    if (explode && value.isObject()) {
      return ";" + joined(value, true, ";", encode);
    }
    return ";" + name + "=" + joined(value, false, ",", encode);
  }

  private static String joined(
      JsonNode value, boolean explode, String between, UnaryOperator<String> encode) {
    if (value.isArray()) {
      return value
          .valueStream()
          .map(one -> encode.apply(scalar(one)))
          .collect(Collectors.joining(between));
    }
    if (value.isObject()) {
      return value.properties().stream()
          .map(
              one ->
                  encode.apply(one.getKey())
                      + (explode ? "=" : between)
                      + encode.apply(scalar(one.getValue())))
          .collect(Collectors.joining(between));
    }
    return encode.apply(scalar(value));
  }

  /** Pairs of a query or form, names and values encoded. */
  List<Map.Entry<String, String>> pairs(
      String name, JsonNode value, boolean explode, UnaryOperator<String> encode) {
    List<Map.Entry<String, String>> pairs = new ArrayList<>();
    if (this == DEEP_OBJECT && (value.isObject() || value.isArray())) {
      deep(encode.apply(name), value, encode, pairs, 0);
    } else if (explode && value.isArray()) {
      value.forEach(one -> pairs.add(Map.entry(encode.apply(name), encode.apply(scalar(one)))));
    } else if (explode && value.isObject()) {
      value
          .properties()
          .forEach(
              one ->
                  pairs.add(
                      Map.entry(encode.apply(one.getKey()), encode.apply(scalar(one.getValue())))));
    } else {
      pairs.add(Map.entry(encode.apply(name), joined(value, false, between, encode)));
    }
    return pairs;
  }

  /** {@code a[b][c]=d}; what is in a list has its number. */
  private static void deep(
      String name,
      JsonNode value,
      UnaryOperator<String> encode,
      List<Map.Entry<String, String>> pairs,
      int depth) {
    if (depth < MAX_DEPTH && value.isObject()) {
      value
          .properties()
          .forEach(
              one ->
                  deep(
                      name + "%5B" + encode.apply(one.getKey()) + "%5D",
                      one.getValue(),
                      encode,
                      pairs,
                      depth + 1));
    } else if (depth < MAX_DEPTH && value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        deep(name + "%5B" + i + "%5D", value.get(i), encode, pairs, depth + 1);
      }
    } else {
      pairs.add(Map.entry(name, encode.apply(scalar(value))));
    }
  }

  /** OpenAPI gives no form to what is nested deeper: it is sent as JSON. */
  static String scalar(JsonNode value) {
    if (value.isNull()) {
      return "";
    }
    return value.isValueNode() ? value.asString() : Json.text(value);
  }
}
