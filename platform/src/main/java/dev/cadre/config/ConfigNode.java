package dev.cadre.config;

import java.util.List;
import java.util.Map;

/** A parsed configuration that remembers where each part stood. Lines count from 1. */
sealed interface ConfigNode {
  int line();

  /** A leaf; {@code quoted} text is never taken for a number, a flag or null. */
  record Scalar(String text, Kind kind, int line) implements ConfigNode {}

  record Sequence(List<ConfigNode> items, int line) implements ConfigNode {}

  record Mapping(Map<String, Entry> entries, int line) implements ConfigNode {}

  /** A key, the line it stands on, and its value. */
  record Entry(int line, ConfigNode value) {}

  /** What a leaf was written as. */
  enum Kind {
    TEXT,
    NUMBER,
    FLAG,
    NULL
  }

  /** What a person calls it. */
  default String described() {
    return switch (this) {
      case Scalar scalar ->
          switch (scalar.kind()) {
            case TEXT -> "the text '" + scalar.text() + "'";
            case NUMBER -> "the number " + scalar.text();
            case FLAG -> scalar.text();
            case NULL -> "nothing";
          };
      case Sequence _ -> "a list";
      case Mapping _ -> "a section";
    };
  }
}
