package dev.cadre.sdk;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** JSON (RFC 8259) without a dependency: plain values in, plain values out. */
public final class Json {
  static final String CONTENT_TYPE = "application/json";

  /** Nesting beyond this is refused in both directions, before it can overflow the stack. */
  static final int MAX_DEPTH = 500;

  private Json() {}

  /**
   * Reads a text.
   *
   * @return a LinkedHashMap, ArrayList, String, Boolean or null; a whole number is a Long, or a
   *     BigInteger when it doesn't fit, any other a Double. Of equal keys the last one wins
   * @throws MalformedJsonException when it isn't JSON or is nested deeper than 500
   */
  public static @Nullable Object read(String text) {
    return new JsonReader(text).readWhole();
  }

  static @Nullable Object read(byte[] bytes) {
    try {
      return read(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException malformed) {
      throw new MalformedJsonException("the text is not UTF-8");
    }
  }

  /**
   * Writes a value: maps, iterables, arrays, records (by component), text, numbers, booleans, null.
   * Enums are written by name, bytes in base64, numbers that are not finite as null, and anything
   * else as its {@code toString()}.
   *
   * @throws IllegalArgumentException when it is nested deeper than 500, as one that holds itself is
   */
  public static String write(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    JsonWriter.write(value, out);
    return out.toString();
  }

  static byte[] bytes(@Nullable Object value) {
    return write(value).getBytes(StandardCharsets.UTF_8);
  }
}
