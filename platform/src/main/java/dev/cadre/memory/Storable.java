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
