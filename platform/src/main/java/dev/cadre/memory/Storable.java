package dev.cadre.memory;

import dev.cadre.fault.Fault;
import tools.jackson.databind.JsonNode;

/** Texts that the database can hold: without NUL and without half a surrogate pair. */
final class Storable {
  private Storable() {}

  /** Throws {@link Fault.Invalid} when a text or name anywhere in {@code node} can't be stored. */
  static void check(JsonNode node) {
    if (node.isString()) {
      check(node.asString(), true);
    }
    node.properties().forEach(member -> check(member.getKey(), true));
    node.forEach(Storable::check);
  }

  /** As {@link #check} for what is kept as JSON text, where a NUL is an escape like another. */
  static void checkJson(JsonNode node) {
    if (node.isString()) {
      check(node.asString(), false);
    }
    node.properties().forEach(member -> check(member.getKey(), false));
    node.forEach(Storable::checkJson);
  }

  /** True when {@code text} can be stored. */
  static boolean holds(String text) {
    return text.indexOf(0) < 0 && whole(text);
  }

  /**
   * The beginning of {@code text}, up to {@code most} characters, with what can't be stored left
   * out.
   */
  static String fitting(String text, int most) {
    String held = holds(text) ? text : text.replace("\0", "").replaceAll("\\p{Cs}", "");
    if (held.length() <= most) {
      return held;
    }
    int end = Character.isHighSurrogate(held.charAt(most - 1)) ? most - 1 : most;
    return held.substring(0, end);
  }

  private static void check(String text, boolean nulToo) {
    if (nulToo && text.indexOf(0) >= 0) {
      throw new Fault.Invalid("a text holds the character U+0000; remove it");
    }
    if (!whole(text)) {
      throw new Fault.Invalid("a text holds half of a surrogate pair; send whole characters");
    }
  }

  private static boolean whole(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
