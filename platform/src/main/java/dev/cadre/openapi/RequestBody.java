package dev.cadre.openapi;

import java.util.List;
import java.util.Map;

/**
 * What a call sends.
 *
 * @param mediaType as it is sent
 * @param fields the arguments that are members of the body; empty when one argument is all of it
 * @param whole that argument; empty when there are fields
 * @param encodings how members of a form are written, by their names; the usual way where absent
 */
record RequestBody(
    Kind kind,
    String mediaType,
    boolean required,
    List<Field> fields,
    String whole,
    Map<String, FieldEncoding> encodings) {

  RequestBody {
    fields = List.copyOf(fields);
    encodings = Map.copyOf(encodings);
  }

  /** How it is written. */
  enum Kind {
    JSON,
    FORM,
    MULTIPART,
    TEXT,
    /** The argument is base64. */
    BYTES
  }

  /**
   * @param bytes whether the argument is base64 of the bytes to send
   */
  record Field(String name, String argument, boolean bytes) {}

  /**
   * @param mediaType of a part; empty for the usual one
   */
  record FieldEncoding(String mediaType, Style style, boolean explode) {}
}
