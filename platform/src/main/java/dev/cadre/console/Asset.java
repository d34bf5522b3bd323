package dev.cadre.console;

import dev.cadre.http.Exchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** One file for browsers, compressed once, when it is first asked for. Thread-safe. */
final class Asset {
  private final String path;
  private final byte[] plain;
  private final String tag;
  private volatile byte @Nullable [] packed;

  /**
   * @param path below the release, such as {@code chat/view.js}
   * @param tag changes whenever the bytes do
   */
  Asset(String path, byte[] bytes, String tag) {
    this.path = path;
    this.plain = bytes;
    this.tag = '"' + tag + '"';
  }

  String path() {
    return path;
  }

  byte[] bytes() {
    return plain.clone();
  }

  /**
   * @param caching of the answer: a {@code Cache-Control}
   */
  void answer(Exchange exchange, String caching) throws IOException {
    exchange
        .responseHeader("Cache-Control", caching)
        .responseHeader("ETag", tag)
        .responseHeader("Vary", "Accept-Encoding")
        .responseHeader("X-Content-Type-Options", "nosniff")
        .responseHeader("Cross-Origin-Resource-Policy", "same-origin");
    String known = exchange.header("if-none-match").orElse("");
    if (Arrays.asList(known.split(",\\s*")).contains(tag)) {
      exchange.respond(304, type(), new byte[0]);
      return;
    }
    boolean gzip = exchange.header("accept-encoding").orElse("").contains("gzip");
    if (gzip) {
      exchange.responseHeader("Content-Encoding", "gzip");
    }
    exchange.respond(200, type(), gzip ? packed() : plain);
  }

  private byte[] packed() {
    byte[] known = packed;
    if (known == null) {
      known = gzip(plain);
      packed = known;
    }
    return known;
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Best gzip = new Best(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private String type() {
    String ending = path.substring(path.lastIndexOf('.') + 1);
    return switch (ending) {
      case "html" -> "text/html; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "svg" -> "image/svg+xml";
      case "json" -> "application/json";
      default -> throw new IllegalStateException("nobody has told what " + path + " is");
    };
  }

  /** It is compressed once and sent often. */
  private static final class Best extends GZIPOutputStream {
    Best(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
