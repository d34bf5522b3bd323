package dev.cadre.http;

import dev.cadre.fault.Fault.Invalid.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks one input against its shape and gathers every fault in it, up to a limit. */
final class ShapeCheck {
  private static final int MAX_FAULTS = 20;
  private static final int MAX_DEPTH = 64;
  private static final int SHOWN = 100;

  private final AwsModels models;
  private final String service;
  private final List<Field> faults = new ArrayList<>();
  private boolean hidden;

  private ShapeCheck(AwsModels models, String service) {
    this.models = models;
    this.service = service;
  }

  /** The members at fault; empty when {@code input} is valid. */
  static List<Field> faults(AwsModels models, AwsModels.AwsOperation operation, ObjectNode input) {
    ShapeCheck check = new ShapeCheck(models, operation.service());
    check.structure("", operation.input(), input, 0);
    return List.copyOf(check.faults);
  }

  private void check(String path, String shapeName, JsonNode value, int depth) {
    if (faults.size() >= MAX_FAULTS) {
      return;
    }
    if (depth > MAX_DEPTH) {
      fault(path, "Member must not be nested deeper than " + MAX_DEPTH);
      return;
    }
    switch (models.shape(service, shapeName)) {
      case Shape.Structure shape -> structure(path, shape, value, depth);
      case Shape.ListOf shape -> list(path, shape, value, depth);
      case Shape.MapOf shape -> map(path, shape, value, depth);
      case Shape.Text shape -> text(path, shape, value);
      case Shape.Whole shape -> whole(path, shape, value);
      case Shape.Decimal _ -> expect(path, value.isNumber(), "a number");
      case Shape.Bool _ -> expect(path, value.isBoolean(), "true or false");
      case Shape.Timestamp _ -> expect(path, value.isNumber() || value.isString(), "a timestamp");
      case Shape.Blob _ -> expect(path, value.isString(), "base64 text");
      case Shape.Document _ -> {}
    }
  }

  private void structure(String path, Shape.Structure shape, JsonNode value, int depth) {
    if (!expect(path, value.isObject(), "an object")) {
      return;
    }
    int present = 0;
    for (var member : shape.members().entrySet()) {
      String name = member.getKey();
      JsonNode found = value.get(name);
      String at = path.isEmpty() ? name : path + "." + name;
      boolean blobPayload = name.equals(shape.payload());
      if (found != null && !found.isNull()) {
        present++;
        check(at, member.getValue().shape(), found, depth + 1);
      } else if (shape.required().contains(name) && !blobPayload) {
        fault(at, "Member must not be null");
      }
    }
    if (shape.union() && present != 1) {
      fault(
          path, "Exactly one of " + shape.members().keySet() + " must be set; " + present + " are");
    }
  }

  private void list(String path, Shape.ListOf shape, JsonNode value, int depth) {
    if (!expect(path, value.isArray(), "a list")
        || !size(path, value.size(), shape.size(), "length")) {
      return;
    }
    int i = 0;
    for (JsonNode item : value) {
      check(path + "." + (i++ + 1) + ".member", shape.member(), item, depth + 1);
    }
  }

  private void map(String path, Shape.MapOf shape, JsonNode value, int depth) {
    if (!expect(path, value.isObject(), "a map")
        || !size(path, value.size(), shape.size(), "length")) {
      return;
    }
    boolean outside = hidden;
    hidden |= shape.sensitive();
    for (var entry : value.properties()) {
      if (models.shape(service, shape.key()) instanceof Shape.Text key) {
        content(path + " key '" + shown(entry.getKey(), key) + "'", key, entry.getKey());
      }
      check(path + "." + entry.getKey(), shape.value(), entry.getValue(), depth + 1);
    }
    hidden = outside;
  }

  private void text(String path, Shape.Text shape, JsonNode value) {
    if (expect(path, value.isString(), "a string")) {
      content(path, shape, value.asString());
    }
  }

  private void content(String path, Shape.Text shape, String text) {
    if (!shape.length().holds(text.codePointCount(0, text.length()))) {
      fault(path, unmet(text, shape) + "have length between " + bounds(shape.length()));
    }
    Pattern pattern = shape.pattern();
    if (pattern != null && !pattern.matcher(text).matches()) {
      fault(
          path,
          unmet(text, shape)
              + "satisfy regular expression pattern: "
              + pattern.pattern()
              + remedy(pattern, text));
    }
    if (!shape.values().isEmpty() && !shape.values().contains(text)) {
      fault(path, unmet(text, shape) + "satisfy enum value set: " + shape.values());
    }
  }

  private String unmet(String text, Shape.Text shape) {
    return "Value '" + shown(text, shape) + "' failed to satisfy constraint: Member must ";
  }

  /**
   * Names in the API take underscores where people write hyphens; say so when that alone would mend
   * it.
   */
  private static String remedy(Pattern pattern, String text) {
    String mended = text.replace('-', '_');
    return !mended.equals(text) && pattern.matcher(mended).matches()
        ? "; a hyphen is not allowed here, use an underscore: '" + mended + "'"
        : "";
  }

  private void whole(String path, Shape.Whole shape, JsonNode value) {
    if (expect(path, value.isIntegralNumber() && value.canConvertToLong(), "a whole number")
        && !shape.range().holds(value.asLong())) {
      fault(
          path,
          "Value '"
              + value.asLong()
              + "' failed to satisfy constraint: Member must be between "
              + bounds(shape.range()));
    }
  }

  private boolean size(String path, int size, Shape.Range range, String what) {
    if (range.holds(size)) {
      return true;
    }
    fault(
        path,
        "Value of "
            + what
            + " "
            + size
            + " failed to satisfy constraint: Member must have "
            + what
            + " between "
            + bounds(range));
    return false;
  }

  private boolean expect(String path, boolean holds, String type) {
    if (!holds) {
      fault(path, "Member must be " + type);
    }
    return holds;
  }

  private void fault(String path, String message) {
    if (faults.size() < MAX_FAULTS) {
      faults.add(new Field(path.isEmpty() ? "body" : path, message));
    }
  }

  private static String bounds(Shape.Range range) {
    return range.min()
        + " and "
        + (range.max() == Long.MAX_VALUE ? "any" : Long.toString(range.max()));
  }

  private String shown(String text, Shape.Text shape) {
    if (hidden || (shape.sensitive() && shape.values().isEmpty())) {
      return "***";
    }
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
