package dev.cadre.identity;

import dev.cadre.fault.Fault;
import dev.cadre.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The text that SigV4 hashes: method, path, query, signed headers and the payload's hash.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create
 *     a signed AWS API request</a>
 */
final class CanonicalRequest {
  private CanonicalRequest() {}

  /**
   * @param host what stands for {@code host} and {@code :authority}
   */
  static String of(RequestHead head, Claim claim, String host, String payloadHash) {
    StringBuilder text = new StringBuilder(512);
    text.append(head.method()).append('\n');
    path(text, head.rawPath());
    text.append('\n').append(claim.query().canonical()).append('\n');
    for (String name : claim.signedHeaders()) {
      text.append(name).append(':');
      if (name.equals("host") || name.equals(":authority")) {
        text.append(host);
      } else {
        values(text, head.headers().get(name), name);
      }
      text.append('\n');
    }
    return text.append('\n')
        .append(String.join(";", claim.signedHeaders()))
        .append('\n')
        .append(payloadHash)
        .toString();
  }

  /**
   * The path as sent, encoded once more, as every service but S3 has it. Signers drop dot and empty
   * segments first; a server that routes on the path as sent must not accept what was signed
   * without them.
   */
  private static void path(StringBuilder text, String rawPath) {
    String path = rawPath.isEmpty() ? "/" : rawPath;
    for (String segment : path.substring(1).split("/", -1)) {
      if (segment.equals(".") || segment.equals("..")) {
        throw new Fault.Invalid("the path may not have '.' or '..' as a segment");
      }
    }
    if (path.charAt(0) != '/' || path.contains("//")) {
      throw new Fault.Invalid("the path must begin with '/' and have no empty segment");
    }
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      if (b == '/' || Query.unreserved(b)) {
        text.append((char) b);
      } else {
        Query.escape(text, b);
      }
    }
  }

  private static void values(
      StringBuilder text, @org.jspecify.annotations.Nullable List<String> values, String name) {
    if (values == null) {
      throw Refusal.invalid("the signed header '" + name + "' is not in the request");
    }
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        text.append(',');
      }
      trimmed(text, values.get(i));
    }
  }

  /** Without spaces at the ends; a run of them inside becomes one. */
  private static void trimmed(StringBuilder text, String value) {
    int start = text.length();
    boolean gap = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == ' ' || c == '\t') {
        gap = true;
      } else {
        if (gap && text.length() > start) {
          text.append(' ');
        }
        gap = false;
        text.append(c);
      }
    }
  }
}
