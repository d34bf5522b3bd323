package dev.cadre.sdk;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads HTTP/1.1 requests (RFC 9112), strictly: what two servers could read in two ways is refused,
 * so that nothing can be smuggled through the platform's proxy.
 */
final class RequestReader {
  private final WireInput in;
  private final Limits limits;
  private byte[] line = new byte[256];
  private int headLeft;

  RequestReader(WireInput in, Limits limits) {
    this.in = in;
    this.limits = limits;
  }

  RequestHead head() throws IOException, BadRequest {
    headLeft = limits.headBytes();
    String requestLine = line();
    if (requestLine.isEmpty()) { // RFC 9112, 2.2: one empty line before a request is forgiven
      requestLine = line();
    }
    int first = requestLine.indexOf(' ');
    int last = requestLine.lastIndexOf(' ');
    if (first < 1 || last <= first + 1 || requestLine.indexOf(' ', first + 1) != last) {
      throw new BadRequest(400, "the request line is not 'METHOD target HTTP/1.1'");
    }
    String method = requestLine.substring(0, first);
    if (!Headers.isToken(method)) {
      throw new BadRequest(400, "the method holds characters that no method has");
    }
    boolean http11 = isHttp11(requestLine.substring(last + 1));
    String target = originForm(requestLine.substring(first + 1, last));
    Headers headers = headers();
    if (http11 && headers.get("host") == null) {
      throw new BadRequest(400, "the Host header is missing");
    }
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    String query = mark < 0 ? null : target.substring(mark + 1);
    return new RequestHead(method, path, query, http11, headers);
  }

  private static boolean isHttp11(String version) throws BadRequest {
    return switch (version) {
      case "HTTP/1.1" -> true;
      case "HTTP/1.0" -> false;
      default -> throw new BadRequest(505, "agents speak HTTP/1.1 and HTTP/1.0 alone");
    };
  }

  private static String originForm(String target) throws BadRequest {
    if (!Headers.isValue(target)) {
      throw new BadRequest(400, "the request target holds control characters");
    }
    if (target.startsWith("http://") || target.startsWith("https://")) {
      int path = target.indexOf('/', target.indexOf("//") + 2);
      return path < 0 ? "/" : target.substring(path);
    }
    if (!target.startsWith("/")) {
      throw new BadRequest(400, "the request target is neither a path nor an http URL");
    }
    return target;
  }

  private Headers headers() throws IOException, BadRequest {
    Headers headers = new Headers();
    int count = 0;
    for (String field = line(); !field.isEmpty(); field = line()) {
      if (++count > limits.headerFields()) {
        throw new BadRequest(431, "more than " + limits.headerFields() + " header fields");
      }
      int colon = field.indexOf(':');
      String name = colon < 0 ? "" : field.substring(0, colon);
      String value = field.substring(colon + 1).strip();
      if (!Headers.isToken(name) || !Headers.isValue(value)) {
        throw new BadRequest(400, "header field " + count + " is malformed");
      }
      if (headers.get(name) != null && isSingle(name)) {
        throw new BadRequest(400, "the header " + name + " stands there twice");
      }
      headers.add(name, value);
    }
    return headers;
  }

  private static boolean isSingle(String name) {
    return name.equalsIgnoreCase("content-length")
        || name.equalsIgnoreCase("transfer-encoding")
        || name.equalsIgnoreCase("host");
  }

  /** The whole body, after telling a client that waits for it ({@code Expect}) to go on. */
  byte[] body(RequestHead head, Response response) throws IOException, BadRequest {
    Headers headers = head.headers();
    String encoding = headers.get("transfer-encoding");
    String length = headers.get("content-length");
    if (encoding == null && length == null) {
      return new byte[0];
    }
    if (encoding != null && (length != null || !head.http11())) {
      throw new BadRequest(400, "Transfer-Encoding with Content-Length, or in HTTP/1.0");
    }
    if (encoding != null && !encoding.equalsIgnoreCase("chunked")) {
      throw new BadRequest(501, "the only transfer encoding known here is chunked");
    }
    long announced = length == null ? 0 : size(length, 10);
    if (announced > limits.bodyBytes()) {
      throw tooLarge();
    }
    expect(head, response);
    return encoding == null ? exactly((int) announced) : chunked();
  }

  private void expect(RequestHead head, Response response) throws IOException, BadRequest {
    String expectation = head.headers().get("expect");
    if (expectation == null || !head.http11()) {
      return;
    }
    if (!expectation.equalsIgnoreCase("100-continue")) {
      throw new BadRequest(417, "the only expectation known here is 100-continue");
    }
    if (!in.hasBuffered()) {
      response.sendContinue();
    }
  }

  private byte[] chunked() throws IOException, BadRequest {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    while (true) {
      headLeft = limits.headBytes();
      String sizeLine = line();
      int extension = sizeLine.indexOf(';');
      String digits = extension < 0 ? sizeLine : sizeLine.substring(0, extension);
      long size = size(digits.strip(), 16);
      if (size == 0) {
        headers(); // trailer fields, read and dropped
        return whole.toByteArray();
      }
      if (whole.size() + size > limits.bodyBytes()) {
        throw tooLarge();
      }
      whole.write(exactly((int) size));
      if (!line().isEmpty()) {
        throw new BadRequest(400, "a chunk is longer than its size says");
      }
    }
  }

  private BadRequest tooLarge() {
    return new BadRequest(413, "the body is over " + limits.bodyBytes() + " bytes");
  }

  private byte[] exactly(int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("the client left in the middle of a body");
    }
    return bytes;
  }

  /**
   * Digits alone: {@code Long.parseLong} would take a sign too. At most 15 of them, so no overflow.
   */
  private static long size(String digits, int radix) throws BadRequest {
    long size = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, radix) : -1;
      if (digit < 0 || i == 15) {
        throw new BadRequest(400, "a body or chunk size is not a plain number");
      }
      size = size * radix + digit;
    }
    if (digits.isEmpty()) {
      throw new BadRequest(400, "a body or chunk size is empty");
    }
    return size;
  }

  /**
   * One line without its CR LF. A CR or LF alone is refused, as it is read differently elsewhere.
   */
  private String line() throws IOException, BadRequest {
    int length = 0;
    while (true) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException("the client left in the middle of a request");
      }
      if (--headLeft < 0) {
        throw new BadRequest(431, "the request's head is over " + limits.headBytes() + " bytes");
      }
      if (b == '\n') {
        if (length == 0 || line[length - 1] != '\r') {
          throw new BadRequest(400, "a line ends with LF alone");
        }
        return new String(line, 0, length - 1, StandardCharsets.ISO_8859_1);
      }
      if (length > 0 && line[length - 1] == '\r') {
        throw new BadRequest(400, "a line holds a CR");
      }
      if (length == line.length) {
        line = Arrays.copyOf(line, 2 * length);
      }
      line[length++] = (byte) b;
    }
  }
}
