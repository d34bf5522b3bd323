package dev.cadre.offline;

import dev.cadre.offline.Value.Kind;
import dev.cadre.offline.Value.Term;

/**
 * A piece of a text that may be an argument.
 *
 * @param start offset of its first character
 * @param end offset after its last character
 * @param text as written
 */
record Mention(int start, int end, String text, Value value) {

  static Mention of(String source, int start, int end, Value value) {
    return new Mention(start, end, source.substring(start, end), value);
  }

  static Mention term(String source, int start, int end, Kind kind) {
    String text = source.substring(start, end);
    return new Mention(start, end, text, new Term(kind, text));
  }

  boolean overlaps(Mention other) {
    return start < other.end && other.start < end;
  }

  boolean covers(Mention other) {
    return start <= other.start && other.end <= end;
  }

  boolean holds(Word word) {
    return start <= word.start() && word.end() <= end;
  }

  boolean is(Kind kind) {
    return value instanceof Term term && term.kind() == kind;
  }
}
