package dev.cadre.provider;

import dev.cadre.json.Json;
import dev.cadre.model.ModelRequest;

/** Asks for a reply of a schema in words, where the wire has no member for it. */
final class SchemaAsked {
  private SchemaAsked() {}

  /** The instructions of {@code request}, and after them the schema its reply must satisfy. */
  static String in(ModelRequest request) {
    if (request.outputSchema() == null) {
      return request.system();
    }
    String asked =
        "Answer with one JSON value and nothing else, without a code fence. It must satisfy this JSON"
            + " Schema:\n"
            + Json.text(request.outputSchema());
    return request.system().isBlank() ? asked : request.system() + "\n\n" + asked;
  }
}
