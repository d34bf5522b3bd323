package dev.cadre.toolkit.knowledge;

import dev.cadre.config.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One tool: what it searches and what it may be asked.
 *
 * @param query the parameter for the question: its name and what it is
 * @param where attributes a passage must have
 * @param by parameters that are attributes to be had: their names and what they are
 * @param top passages of one answer, where the call does not say
 * @param floor the least score of a passage, 0 to 1
 * @param empty what is said when nothing is found
 */
record SearchPlan(
    String name,
    String description,
    Param query,
    Map<String, String> where,
    Map<String, Param> by,
    int top,
    double floor,
    String empty) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]{0,63}");
  private static final String ASKED = "question";
  private static final String QUESTION = "What to find, in whole words: a question or a problem";

  private static final String EMPTY = "Nothing in the knowledge base answers that.";
  private static final int TOP = 3;
  private static final double FLOOR = 0.2;

  SearchPlan {
    where = Map.copyOf(where);
    by = Map.copyOf(by);
  }

  /**
   * @param choices what it may be; empty for anything
   * @param required whether a call must give it
   */
  record Param(String name, String description, List<String> choices, boolean required) {
    Param {
      choices = List.copyOf(choices);
    }
  }

  /** One that searches everything. */
  static SearchPlan whole(String name, String description) {
    Param query = new Param(ASKED, QUESTION, List.of(), true);
    return new SearchPlan(name, description, query, Map.of(), Map.of(), TOP, FLOOR, EMPTY);
  }

  static SearchPlan read(String name, Section section) {
    if (!NAME.matcher(name).matches()) {
      section.problem("", "has a name that does not match " + NAME);
    }
    Section query = section.section("query", "name");
    Map<String, String> where = new LinkedHashMap<>();
    section
        .textMap("where")
        .forEach((key, value) -> where.put(key.toLowerCase(Locale.ROOT), value));
    Map<String, Param> by = new LinkedHashMap<>();
    section
        .named("by")
        .forEach(
            (attribute, inner) ->
                by.put(
                    attribute.toLowerCase(Locale.ROOT),
                    new Param(
                        inner.text("name", attribute),
                        inner.text("description", ""),
                        inner.texts("enum", List.of()),
                        !inner.flag("optional", true))));
    return new SearchPlan(
        name,
        section.text("description"),
        new Param(query.text("name", ASKED), query.text("description", QUESTION), List.of(), true),
        where,
        by,
        section.integer("top", TOP, 1, 20),
        section.number("floor", FLOOR, 0, 1),
        section.text("empty", EMPTY));
  }
}
