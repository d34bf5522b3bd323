package dev.cadre.offline;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Ids by their form: {@code ORD-0000-000} for {@code ord-2024-001}. */
final class Shapes {
  private Shapes() {}

  static Set<String> in(Text text) {
    Set<String> shapes = new HashSet<>();
    for (Mention mention : Patterns.in(text)) {
      if (mention.is(Value.Kind.IDENTIFIER)) {
        shapes.add(of(mention.text()));
      }
    }
    return shapes;
  }

  static String of(String id) {
    return id.toUpperCase(Locale.ROOT).replaceAll("\\d", "0");
  }
}
