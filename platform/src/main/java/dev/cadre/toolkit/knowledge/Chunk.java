package dev.cadre.toolkit.knowledge;

import java.util.Map;

/**
 * A piece of a file that is an answer by itself.
 *
 * @param id the file and the heading, which stay while these do
 * @param file its path below the folder
 * @param heading the way to it, outermost first; empty for the beginning of a file
 * @param attributes of the file's front matter or of the row, their names in small letters
 */
record Chunk(String id, String file, String heading, String text, Map<String, String> attributes) {
  Chunk {
    attributes = Map.copyOf(attributes);
  }

  /** All that a question may find it by. */
  String searched() {
    return String.join(" ", attributes.values()) + "\n" + heading + "\n" + text;
  }
}
