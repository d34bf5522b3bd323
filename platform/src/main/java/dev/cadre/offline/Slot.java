package dev.cadre.offline;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A parameter of a tool, as far as filling it goes.
 *
 * @param path the keys that lead to its value: one, or more inside an object
 * @param words of its name
 * @param cues stems of its name and description, each with how much it says of this parameter
 * @param senses what its values are
 * @param choices what its schema or description enumerates
 * @param closed true when no other value than {@code choices} is allowed
 * @param examples what its description gives as one
 * @param fallback the schema's default; null for none
 * @param items of an array's elements; null when it is none or they may be anything
 * @param members of an object; empty when it is none or declares none
 */
record Slot(
    List<String> path,
    List<Word> words,
    Map<String, Double> cues,
    Type type,
    Set<Sense> senses,
    List<String> choices,
    boolean closed,
    List<String> examples,
    String description,
    boolean required,
    @Nullable JsonNode fallback,
    @Nullable String pattern,
    @Nullable Slot items,
    List<Slot> members) {

  /** JSON's types, {@code ANY} where the schema leaves it open. */
  enum Type {
    STRING,
    INTEGER,
    NUMBER,
    BOOLEAN,
    ARRAY,
    OBJECT,
    ANY
  }

  /** The same, as if nothing but it were asked for. */
  Slot asked() {
    return new Slot(
        path,
        words,
        cues,
        type,
        senses,
        choices,
        closed,
        examples,
        description,
        true,
        fallback,
        pattern,
        items,
        members);
  }

  /** The same with a value that is known, which no words change. */
  Slot fixed(JsonNode value) {
    return new Slot(
        path,
        words,
        Map.of(),
        type,
        Set.of(),
        List.of(value.asString()),
        true,
        List.of(),
        description,
        required,
        value,
        pattern,
        null,
        List.of());
  }

  String name() {
    return path.getLast();
  }

  boolean has(Sense sense) {
    return senses.contains(sense);
  }

  /** True of a query or task in words: where nothing else fills it, the request does. */
  boolean takesRequest() {
    boolean query = words.stream().anyMatch(word -> word.lower().equals("query"));
    return type == Type.STRING && !closed && !says("sql") && (has(Sense.REQUEST) || query);
  }

  /** True of a question in words, and of a query that is none in a language of its own. */
  boolean takesQuestion() {
    boolean question =
        words.stream()
            .anyMatch(word -> word.lower().equals("query") || word.lower().equals("question"));
    return question && type == Type.STRING && !closed && !says("sql");
  }

  boolean numeric() {
    return type == Type.INTEGER || type == Type.NUMBER;
  }

  /** True when the description asks for this form, whatever the case of its letters. */
  boolean says(String words) {
    return description.toLowerCase(java.util.Locale.ROOT).contains(words);
  }
}
