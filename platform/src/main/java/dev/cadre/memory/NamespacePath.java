package dev.cadre.memory;

import dev.cadre.fault.Fault;
import tools.jackson.databind.JsonNode;

/**
 * A namespace and all below it. It ends where a segment ends: {@code /actors/1} is the parent of
 * {@code /actors/1/facts} and has nothing to do with {@code /actors/10}.
 *
 * @param text without a slash at its end; empty for everything
 */
record NamespacePath(String text) {

  NamespacePath {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '/') {
      end--;
    }
    text = text.substring(0, end);
  }

  /** Of an operation's {@code namespace} or {@code namespacePath}. */
  static NamespacePath of(JsonNode input) {
    String namespace = input.path("namespace").asString(null);
    String path = input.path("namespacePath").asString(null);
    if ((namespace == null) == (path == null)) {
      throw new Fault.Invalid("give either namespace or namespacePath");
    }
    return new NamespacePath(namespace == null ? String.valueOf(path) : namespace);
  }

  /**
   * SQL over {@code column}, whose collation is C; its parameters are {@link #text}, {@link #first}
   * and {@link #end}.
   */
  static String condition(String column) {
    return "(%1$s = ? or (%1$s >= ? and %1$s < ?))".formatted(column);
  }

  /** The first namespace below. */
  String first() {
    return text.isEmpty() ? "" : text + "/";
  }

  /** After the last namespace below: a zero follows the slash. */
  String end() {
    return text.isEmpty() ? "\uFFFF" : text + "0";
  }
}
