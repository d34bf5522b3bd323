package dev.cadre.cli;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * HTTP/1.1 for one request: no redirect is followed and nothing is ever sent twice. The JDK's two
 * clients cost more to load than a command has to do, or repeat a POST by themselves: see {@code
 * docs/decisions/0007-command-line.md}.
 */
final class Connection {
  private static final int CONNECT_TIMEOUT_MS = 10_000;
  private static final int BUFFER = 16_384;

  private final URI target;
  private final Socket socket;

  private Connection(URI target, Socket socket) {
    this.target = target;
    this.socket = socket;
  }

  /**
   * Sends a request and returns the answer as soon as its head is there. Throws {@link
   * ConnectException} when nobody listens, {@link SocketTimeoutException} when nothing came for
   * {@code silence}, another IOException for a connection that broke.
   */
  static Answer send(
      String method, URI target, Map<String, String> headers, Content content, Duration silence)
      throws IOException {
    var plain = new Socket();
    try {
      connect(plain, target);
      Socket socket = "https".equals(target.getScheme()) ? secured(plain, target) : plain;
      socket.setSoTimeout(Math.toIntExact(silence.toMillis()));
      return new Connection(target, socket).exchange(method, headers, content);
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  private static void connect(Socket socket, URI target) throws IOException {
    String host = target.getHost().replaceAll("[\\[\\]]", "");
    try {
      socket.connect(new InetSocketAddress(host, port(target)), CONNECT_TIMEOUT_MS);
      socket.setTcpNoDelay(true);
    } catch (UnknownHostException | SocketTimeoutException e) {
      var refused = new ConnectException(e.getMessage());
      refused.initCause(e);
      throw refused;
    }
  }

  private static int port(URI target) {
    boolean secure = "https".equals(target.getScheme());
    return target.getPort() >= 0 ? target.getPort() : secure ? 443 : 80;
  }

  private static Socket secured(Socket plain, URI target) throws IOException {
    var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    var socket = (SSLSocket) factory.createSocket(plain, target.getHost(), port(target), true);
    var parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS"); // without it any certificate would do
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private Answer exchange(String method, Map<String, String> headers, Content content)
      throws IOException {
    var in = new BufferedInputStream(socket.getInputStream(), BUFFER);
    try {
      write(method, headers, content);
    } catch (IOException broken) {
      return refusal(in, broken);
    }
    return ResponseReader.read(in, socket);
  }

  /** Whoever refuses a long body answers and closes before having read it: the answer counts. */
  private Answer refusal(InputStream in, IOException broken) throws IOException {
    try {
      return ResponseReader.read(in, socket);
    } catch (IOException e) {
      broken.addSuppressed(e);
      throw broken;
    }
  }

  private void write(String method, Map<String, String> headers, Content content)
      throws IOException {
    OutputStream out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
    out.write(head(method, headers, content).getBytes(StandardCharsets.US_ASCII));
    try (InputStream body = content.open().get()) {
      body.transferTo(out);
    }
    out.flush();
  }

  private String head(String method, Map<String, String> headers, Content content) {
    String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
    String path = target.getRawPath().isEmpty() ? "/" : target.getRawPath();
    var head = new StringBuilder();
    head.append(method).append(' ').append(path).append(query).append(" HTTP/1.1\r\n");
    header(head, "Host", host());
    header(head, "Connection", "close");
    header(head, "Content-Length", Long.toString(content.length()));
    headers.forEach((name, value) -> header(head, name, value));
    return head.append("\r\n").toString();
  }

  /** As AWS's signer writes it: without the port that goes without saying. */
  private String host() {
    boolean usual = target.getPort() == ("https".equals(target.getScheme()) ? 443 : 80);
    return target.getPort() < 0 || usual
        ? target.getHost()
        : target.getHost() + ":" + target.getPort();
  }

  private static void header(StringBuilder head, String name, String value) {
    if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw Failure.usage("the value of " + name + " may have printable ASCII characters only");
    }
    head.append(name).append(": ").append(value).append("\r\n");
  }
}
