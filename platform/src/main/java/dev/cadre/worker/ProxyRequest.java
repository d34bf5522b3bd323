package dev.cadre.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of a request to a forward proxy (RFC 9110, 9.3.6 and RFC 9112, 3.2.2). Bytes are ISO
 * 8859-1 text here, one character each.
 *
 * @param tunnel CONNECT: bytes are carried as they are
 * @param head what is sent on to the server; empty for a tunnel
 * @param rest what the client had sent after the head
 */
record ProxyRequest(boolean tunnel, String host, int port, String head, String rest) {
  static final int MAX_HEAD = 16 * 1024;

  private static final Pattern CONNECT =
      Pattern.compile("CONNECT (\\[[0-9a-fA-F:.]+\\]|[^\\s:/@]+):([0-9]{1,5}) HTTP/1\\.[01]");
  private static final Pattern ABSOLUTE =
      Pattern.compile(
          "([A-Z]+) http://(?:[^\\s/@]*@)?(\\[[0-9a-fA-F:.]+\\]|[^\\s:/?#@]+)(?::([0-9]{1,5}))?"
              + "([/?][^\\s#]*)? (HTTP/1\\.[01])",
          Pattern.CASE_INSENSITIVE);

  /** What the client sent is no request that a proxy can carry out. */
  static final class Malformed extends IOException {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  static ProxyRequest read(SocketChannel client) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(MAX_HEAD);
    int end = -1;
    while (end < 0) {
      if (!buffer.hasRemaining() || client.read(buffer) < 0) {
        throw new Malformed("the request's head is incomplete or longer than 16 KB");
      }
      end = endOfHead(buffer);
    }
    String head = new String(buffer.array(), 0, end, StandardCharsets.ISO_8859_1);
    String rest =
        new String(buffer.array(), end, buffer.position() - end, StandardCharsets.ISO_8859_1);
    return parse(head, rest);
  }

  private static int endOfHead(ByteBuffer buffer) {
    for (int i = 3; i < buffer.position(); i++) {
      if (buffer.get(i) == '\n'
          && buffer.get(i - 1) == '\r'
          && buffer.get(i - 2) == '\n'
          && buffer.get(i - 3) == '\r') {
        return i + 1;
      }
    }
    return -1;
  }

  static ProxyRequest parse(String head, String rest) throws Malformed {
    int lineEnd = head.indexOf("\r\n");
    String first = head.substring(0, lineEnd);
    Matcher tunnel = CONNECT.matcher(first);
    if (tunnel.matches()) {
      return new ProxyRequest(true, bare(tunnel.group(1)), port(tunnel.group(2)), "", rest);
    }
    Matcher plain = ABSOLUTE.matcher(first);
    if (!plain.matches()) {
      throw new Malformed("this is a proxy: send CONNECT host:port, or an http:// address");
    }
    String path = plain.group(4) == null ? "/" : plain.group(4);
    String target = path.startsWith("?") ? "/" + path : path;
    String onward = plain.group(1) + " " + target + " " + plain.group(5) + "\r\n";
    String sent = onward + onwardFields(head.substring(lineEnd + 2));
    int port = plain.group(3) == null ? 80 : port(plain.group(3));
    return new ProxyRequest(false, bare(plain.group(2)), port, sent, rest);
  }

  /**
   * The fields as the server gets them. One request for each connection: after the first, bytes are
   * carried unseen, and a second request may be meant for another server.
   */
  private static String onwardFields(String fields) {
    StringBuilder kept = new StringBuilder();
    for (String field : fields.split("\r\n", -1)) {
      String name = field.toLowerCase(Locale.ROOT);
      if (!field.isEmpty() && !name.startsWith("proxy-") && !name.startsWith("connection:")) {
        kept.append(field).append("\r\n");
      }
    }
    return kept.append("Connection: close\r\n\r\n").toString();
  }

  private static String bare(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    String open = lower.startsWith("[") ? lower.substring(1, lower.length() - 1) : lower;
    return open.endsWith(".") ? open.substring(0, open.length() - 1) : open;
  }

  private static int port(String digits) throws Malformed {
    int port = Integer.parseInt(digits);
    if (port < 1 || port > 65_535) {
      throw new Malformed("port " + port + " is not in 1..65535");
    }
    return port;
  }
}
