package dev.cadre.openapi;

import dev.cadre.fault.Fault;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * References inside one document. Those to other files or servers are refused: the document alone
 * says what is called.
 */
final class Refs {
  private static final int MAX_CHAIN = 32;

  private final ObjectNode document;

  Refs(ObjectNode document) {
    this.document = document;
  }

  /** The pointer of a reference object; empty for anything else. */
  static String pointer(JsonNode node) {
    return node.path("$ref").isString() ? node.path("$ref").stringValue() : "";
  }

  /**
   * {@code node}, or what it refers to in the end.
   *
   * @param where of the node, for errors
   */
  JsonNode resolve(JsonNode node, String where) {
    JsonNode at = node;
    for (int i = 0; i < MAX_CHAIN; i++) {
      String pointer = pointer(at);
      if (pointer.isEmpty()) {
        return at;
      }
      at = target(pointer, where);
    }
    throw new Fault.Invalid(
        "%s: '%s' refers to itself, or through more than %d others"
            .formatted(where, pointer(node), MAX_CHAIN));
  }

  /** What one reference names. */
  JsonNode target(String pointer, String where) {
    if (!pointer.startsWith("#/") && !pointer.equals("#")) {
      throw new Fault.Invalid(
          "%s: $ref '%s' is not inside this document; bundle the documents into one first"
              .formatted(where, pointer));
    }
    JsonNode found = find(pointer.substring(1));
    if (found.isMissingNode()) {
      throw new Fault.Invalid("%s: $ref '%s' names nothing".formatted(where, pointer));
    }
    return found;
  }

  /** Pointers stand in URIs, so that some are percent-encoded. */
  private JsonNode find(String pointer) {
    JsonNode plain = document.at(JsonPointer.compile(pointer));
    if (!plain.isMissingNode() || pointer.indexOf('%') < 0) {
      return plain;
    }
    try {
      String decoded = URLDecoder.decode(pointer.replace("+", "%2B"), StandardCharsets.UTF_8);
      return document.at(JsonPointer.compile(decoded));
    } catch (IllegalArgumentException e) {
      return plain;
    }
  }
}
