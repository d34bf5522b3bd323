package dev.cadre.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32;

/** A form of parts (RFC 7578). Not thread-safe. */
final class Multipart {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final String boundary;

  /**
   * @param content of the form, from which the boundary is made: no caller can know it before
   */
  Multipart(byte[] content) {
    CRC32 sum = new CRC32();
    sum.update(content);
    boundary = "cadre-" + Long.toHexString(sum.getValue()) + "-" + content.length;
  }

  String boundary() {
    return boundary;
  }

  void text(String name, String mediaType, String value) {
    head(name, "", mediaType);
    out.writeBytes(value.getBytes(UTF_8));
    line("");
  }

  void file(String name, String mediaType, byte[] bytes) {
    head(
        name,
        "; filename=\"" + quoted(name) + "\"",
        mediaType.isEmpty() ? "application/octet-stream" : mediaType);
    out.writeBytes(bytes);
    line("");
  }

  byte[] end() {
    line("--" + boundary + "--");
    return out.toByteArray();
  }

  private void head(String name, String more, String mediaType) {
    line("--" + boundary);
    line("Content-Disposition: form-data; name=\"" + quoted(name) + "\"" + more);
    if (!mediaType.isEmpty()) {
      line("Content-Type: " + mediaType);
    }
    line("");
  }

  /** As browsers do: what would end the name is percent-encoded. */
  private static String quoted(String name) {
    return name.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22");
  }

  private void line(String text) {
    out.writeBytes((text + "\r\n").getBytes(UTF_8));
  }
}
