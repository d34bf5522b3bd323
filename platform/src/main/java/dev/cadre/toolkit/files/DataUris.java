package dev.cadre.toolkit.files;

import dev.cadre.fault.Fault;
import dev.cadre.model.Caller;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

/** Files that stand in their own reference: RFC 2397, {@code data:text/csv;base64,...}. */
final class DataUris implements FileSource {
  private static final String SCHEME = "data:";
  private static final int MAX_HEAD = 512;
  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

  private final int maxBytes;

  DataUris(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public boolean takes(String reference) {
    return reference.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  @Override
  public SourceFile read(String reference, Caller caller, Instant deadline) {
    int comma = reference.indexOf(',');
    if (comma < 0 || comma > MAX_HEAD) {
      throw new Fault.Invalid(
          "the data: URI has no comma after its media type; write data:text/csv;base64,...");
    }
    String head = reference.substring(SCHEME.length(), comma);
    String payload = reference.substring(comma + 1);
    // Four characters of base64 are three bytes; a percent sign and two digits are one.
    if (payload.length() > 3L * maxBytes) {
      throw Sizes.tooLarge("the data: URI", maxBytes);
    }
    byte[] bytes = bytes(head, payload);
    if (bytes.length > maxBytes) {
      throw Sizes.tooLarge("the data: URI", maxBytes);
    }
    return SourceFile.of(name(head), head, bytes);
  }

  private static byte[] bytes(String head, String payload) {
    try {
      String plain = payload.indexOf('%') < 0 ? payload : decoded(payload);
      return head.toLowerCase(Locale.ROOT).endsWith(";base64")
          ? Base64.getDecoder().decode(WHITE_SPACE.matcher(plain).replaceAll(""))
          : plain.getBytes(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Fault.Invalid("the data: URI is malformed: " + e.getMessage());
    }
  }

  /** A plus is a plus here, not a space. */
  private static String decoded(String payload) {
    return URLDecoder.decode(payload.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String name(String head) {
    for (String parameter : head.split(";", -1)) {
      if (parameter.startsWith("name=")) {
        String name = parameter.substring("name=".length());
        try {
          return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
          return name;
        }
      }
    }
    return "data";
  }
}
