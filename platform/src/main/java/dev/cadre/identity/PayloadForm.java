package dev.cadre.identity;

import dev.cadre.http.RequestHead;
import java.io.InputStream;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a body travels and what proves it, by the request's {@code x-amz-content-sha256}. */
sealed interface PayloadForm {
  Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /** As it is; it was hashed before, or the signer left it out. */
  record Plain() implements PayloadForm {}

  /** As it is, with its hash. */
  record Hashed(String sha256) implements PayloadForm {}

  /** aws-chunked, with a signature in each chunk. */
  record SignedChunks() implements PayloadForm {}

  /** aws-chunked, with a checksum at most. */
  record UnsignedChunks() implements PayloadForm {}

  /** The form of a stated hash; refused when it is none that is known. */
  static PayloadForm of(String stated) {
    return switch (stated) {
      case "UNSIGNED-PAYLOAD" -> new Plain();
      case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" ->
          new SignedChunks();
      case "STREAMING-UNSIGNED-PAYLOAD-TRAILER" -> new UnsignedChunks();
      default -> {
        if (!SHA256.matcher(stated).matches()) {
          throw Refusal.invalid(
              "x-amz-content-sha256 must be the body's SHA-256 in lower-case hexadecimal,"
                  + " UNSIGNED-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD or"
                  + " STREAMING-UNSIGNED-PAYLOAD-TRAILER");
        }
        yield new Hashed(stated);
      }
    };
  }

  /** The body's content, checked as it is read; {@code signer} null checks nothing. */
  default InputStream verified(InputStream body, RequestHead head, @Nullable ChunkSigner signer) {
    return switch (this) {
      case Plain _ -> body;
      case Hashed hashed -> signer == null ? body : new HashedBody(body, hashed.sha256());
      case SignedChunks _ -> new ChunkedBody(body, decodedLength(head), signer);
      case UnsignedChunks _ -> new ChunkedBody(body, decodedLength(head), null);
    };
  }

  /** -1 when the request does not say. */
  private static long decodedLength(RequestHead head) {
    String text = head.header("x-amz-decoded-content-length").orElse("-1");
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw Refusal.invalid("x-amz-decoded-content-length must be a number of bytes");
    }
  }
}
