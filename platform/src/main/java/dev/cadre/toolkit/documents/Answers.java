package dev.cadre.toolkit.documents;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.toolkit.files.SourceFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the answers of all document tools begin with, and the parameters they share. */
final class Answers {
  private Answers() {}

  static ObjectNode begun(SourceFile file, Document document) {
    return Json.object()
        .put("file", file.name())
        .put("type", file.type().text())
        .put("unit", document.unit())
        .put("count", document.parts());
  }

  /**
   * The number of a part, {@code fallback} when the argument is absent.
   *
   * @throws Fault.Invalid when the document has no such part
   */
  static int part(JsonNode arguments, String argument, int fallback, Document document) {
    int number = arguments.path(argument).asInt(fallback);
    if (number > document.parts()) {
      throw new Fault.Invalid(
          "there is no "
              + document.unit()
              + " "
              + number
              + ": the document has "
              + document.parts());
    }
    return number;
  }

  static Fault.Invalid backwards(int first, int last) {
    return new Fault.Invalid("last_page " + last + " is before first_page " + first);
  }

  /** Never half a character. */
  static String cut(String text, int from, int length) {
    int end = Math.min(text.length(), from + length);
    boolean splits =
        end < text.length() && end > from && Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(from, splits ? end - 1 : end);
  }
}
