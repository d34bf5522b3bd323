package dev.cadre.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/** Percent-encoding (RFC 3986). */
final class Encoding {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  /** Without {@code #} and {@code &}, which would end the value. */
  private static final String RESERVED = ":/?@!$'()*+,;=";

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private Encoding() {}

  static String strict(String text) {
    return encode(text, UNRESERVED);
  }

  /** As {@link #strict}, with characters that have a meaning in addresses left as they are. */
  static String reserved(String text) {
    return encode(text, UNRESERVED + RESERVED);
  }

  private static String encode(String text, String kept) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(UTF_8)) {
      if (kept.indexOf((char) b) >= 0) {
        out.append((char) b);
      } else {
        out.append('%').append(HEX.toHexDigits(b));
      }
    }
    return out.toString();
  }
}
