package dev.cadre.offline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads the parameters out of a tool's JSON Schema and its descriptions. */
final class Schemas {
  private static final int DEEPEST = 4;
  private static final int MOST = 64;
  private static final double NAME = 2.0;
  private static final double LIGHT_NAME = 0.5;
  private static final double DESCRIPTION = 0.7;

  private static final Pattern QUOTED = Pattern.compile("['\"`‘“]([^'\"`’”]{1,40})['\"`’”]");
  private static final Pattern CLOSED =
      Pattern.compile(
          "(?i)(?:can be|could be|choices?(?: are)?|options?(?: are| include)?:?|either|one of|must"
              + " be|possible values|allowed values|supported(?: values)?|valid"
              + " values|available|accepts?)\\b(?<list>[^.]*)");
  private static final Pattern EXAMPLE =
      Pattern.compile(
          "(?i)(?:e\\.?g\\.?|for example|for instance|such"
              + " as|like|examples?:?|i\\.e\\.)[,:]?\\s*(?<list>[^.;)]*(?:\\.[A-Z][^.;)]*)?)");
  private static final Pattern SPLIT = Pattern.compile("\\s*(?:,|;|/|\\bor\\b|\\band\\b)\\s*");

  private Schemas() {}

  /** The parameters of an object's schema in its order, each object's own in the object's place. */
  static List<Slot> slots(JsonNode schema) {
    List<Slot> leaves = new ArrayList<>();
    for (Slot slot : slots(schema, List.of(), true)) {
      leaves(slot, leaves);
    }
    return List.copyOf(leaves);
  }

  private static void leaves(Slot slot, List<Slot> leaves) {
    if (slot.members().isEmpty()) {
      leaves.add(slot);
    } else {
      slot.members().forEach(member -> leaves(member, leaves));
    }
  }

  private static List<Slot> slots(JsonNode schema, List<String> above, boolean needed) {
    List<Slot> slots = new ArrayList<>();
    Set<String> required = new TreeSet<>();
    schema.path("required").forEach(name -> required.add(name.asString("")));
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      if (slots.size() < MOST) {
        List<String> path = new ArrayList<>(above);
        path.add(property.getKey());
        boolean must = needed && required.contains(property.getKey());
        slots.add(slot(path, property.getValue(), must));
      }
    }
    return List.copyOf(slots);
  }

  private static Slot slot(List<String> path, JsonNode schema, boolean required) {
    int depth = path.size();
    String name = path.getLast();
    Slot.Type type = type(schema);
    String description = described(schema);
    List<Word> words = Text.ofName(name);
    List<Slot> members =
        type == Slot.Type.OBJECT && depth < DEEPEST ? slots(schema, path, required) : List.of();
    Slot items =
        type == Slot.Type.ARRAY && depth < DEEPEST && schema.path("items").isObject()
            ? slot(path, described(schema.path("items"), description), required)
            : null;
    List<String> choices = choices(schema);
    boolean closed = !choices.isEmpty();
    List<String> said = closed || type != Slot.Type.STRING ? List.of() : enumerated(description);
    Set<Sense> senses = Sense.of(words);
    return new Slot(
        List.copyOf(path),
        words,
        cues(words, description),
        type,
        senses.isEmpty() && description.length() < 60
            ? Sense.of(Text.of(description).words())
            : senses,
        closed ? choices : said,
        closed,
        examples(description),
        description,
        required,
        schema.get("default"),
        schema.path("pattern").isString() ? schema.path("pattern").asString() : null,
        items,
        members);
  }

  /** A format is one more thing said of the values. */
  private static String described(JsonNode schema) {
    String description = schema.path("description").asString("");
    String format = schema.path("format").asString("");
    return format.isEmpty() ? description : (description + " (format: " + format + ")").strip();
  }

  private static JsonNode described(JsonNode items, String description) {
    if (items.has("description")
        || !(items instanceof tools.jackson.databind.node.ObjectNode object)) {
      return items;
    }
    return object.deepCopy().put("description", description);
  }

  private static Slot.Type type(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isArray()) {
      for (JsonNode one : type) {
        if (!one.asString("").equals("null")) {
          type = one;
          break;
        }
      }
    }
    return switch (type.asString("")) {
      case "string" -> Slot.Type.STRING;
      case "integer" -> Slot.Type.INTEGER;
      case "number" -> Slot.Type.NUMBER;
      case "boolean" -> Slot.Type.BOOLEAN;
      case "array" -> Slot.Type.ARRAY;
      case "object" -> Slot.Type.OBJECT;
      default -> schema.has("enum") ? Slot.Type.STRING : Slot.Type.ANY;
    };
  }

  private static List<String> choices(JsonNode schema) {
    List<String> choices = new ArrayList<>();
    for (JsonNode choice : schema.path("enum")) {
      choices.add(choice.isString() ? choice.asString() : choice.toString());
    }
    if (schema.has("const")) {
      choices.add(schema.path("const").asString(""));
    }
    return List.copyOf(choices);
  }

  private static Map<String, Double> cues(List<Word> name, String description) {
    Map<String, Double> cues = new HashMap<>();
    for (Word word : Text.of(description).words()) {
      if (Lexicon.content(word)) {
        cues.merge(word.stem(), DESCRIPTION, Math::max);
      }
    }
    for (Word word : name) {
      if (word.letters()) {
        cues.merge(
            word.stem(), Lexicon.LIGHT.contains(word.lower()) ? LIGHT_NAME : NAME, Math::max);
      }
    }
    return Map.copyOf(cues);
  }

  /** What a description enumerates as the values, in quotation marks or after words that say so. */
  private static List<String> enumerated(String description) {
    Matcher closed = CLOSED.matcher(description);
    while (closed.find()) {
      List<String> quoted = quoted(closed.group("list"));
      if (quoted.size() > 1) {
        return quoted;
      }
    }
    List<String> quoted = quoted(description);
    return quoted.size() > 1 && !EXAMPLE.matcher(description).find() ? quoted : List.of();
  }

  private static List<String> quoted(String text) {
    List<String> found = new ArrayList<>();
    Matcher matcher = QUOTED.matcher(text);
    while (matcher.find()) {
      if (!found.contains(matcher.group(1))) {
        found.add(matcher.group(1));
      }
    }
    return found;
  }

  private static List<String> examples(String description) {
    List<String> found = new ArrayList<>();
    Matcher matcher = EXAMPLE.matcher(description);
    while (matcher.find()) {
      String list = matcher.group("list");
      List<String> quoted = quoted(list);
      found.addAll(quoted);
      if (quoted.isEmpty()) {
        for (String part : SPLIT.split(list.strip(), -1)) {
          if (!part.isBlank() && part.length() <= 40) {
            found.add(part.strip());
          }
        }
      }
    }
    return List.copyOf(found);
  }
}
