package dev.cadre.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request and its response, on a virtual thread: every call may block. A handler responds
 * exactly once, with {@link #respond}, {@link #json} or {@link #stream}.
 */
public interface Exchange {

  RequestHead head();

  /** Who calls. */
  Principal principal();

  /** The trace this request belongs to and the span that stands for it at the edge. */
  io.opentelemetry.context.Context trace();

  /** The variable {@code {name}} of the route's pattern, percent-decoded once. */
  String pathVariable(String name);

  /** The first value of a query parameter, decoded. */
  Optional<String> query(String name);

  /** Every value of a query parameter, decoded, in order. */
  List<String> queryAll(String name);

  /** The first value of a request header. */
  Optional<String> header(String name);

  /** The request body as it arrives; it fails once it exceeds the server's limit. */
  InputStream body();

  /**
   * The whole request body; {@link dev.cadre.fault.Fault.Invalid} when it is longer than {@code
   * limit} bytes.
   */
  byte[] body(int limit) throws IOException;

  /** Sets a response header; before responding. */
  Exchange responseHeader(String name, String value);

  void respond(int status, String contentType, byte[] body) throws IOException;

  /**
   * Responds with {@code value} (a Jackson tree, record, map or list) as {@code application/json}.
   */
  void json(int status, Object value) throws IOException;

  /** True once a response has begun. */
  boolean responded();

  /**
   * Answers {@code 101 Switching Protocols} with {@code headers} and then carries bytes between the
   * client and {@code peer} until either side ends; both are closed then. Only on HTTP/1.1.
   *
   * @param peer a connected channel in blocking mode, positioned after the peer's own answer to the
   *     upgrade
   * @param ended runs once, when the tunnel is over
   */
  void tunnel(List<Map.Entry<String, String>> headers, SocketChannel peer, Runnable ended)
      throws IOException;

  /**
   * Begins a streamed response. Every {@code flush} puts what was written on the wire. The response
   * ends when the handler returns; when the handler throws, the client sees it cut short, so that a
   * part is never taken for the whole. Closing only ends the writing. Writing fails with an {@code
   * IOException} once the client is gone.
   */
  OutputStream stream(int status, String contentType) throws IOException;

  /**
   * As {@link #stream(int, String)}, of a response whose length is known: the client is told, and
   * the last byte ends the response.
   *
   * @param length in bytes, or -1 when it is not known
   */
  default OutputStream stream(int status, String contentType, long length) throws IOException {
    return stream(status, contentType);
  }
}
