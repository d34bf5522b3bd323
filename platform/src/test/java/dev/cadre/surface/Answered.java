package dev.cadre.surface;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cadre.http.Exchange;
import dev.cadre.http.Principal;
import dev.cadre.http.RequestHead;
import dev.cadre.json.Json;
import io.opentelemetry.context.Context;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request with a body, and what was answered. */
final class Answered implements Exchange {
  private final byte[] body;
  private final Map<String, String> headers = new HashMap<>();
  final ByteArrayOutputStream out = new ByteArrayOutputStream();
  String contentType = "";
  boolean whole;
  boolean clientIsGone;

  Answered(String body) {
    this.body = body.getBytes(UTF_8);
    headers.put("content-type", "application/json");
  }

  Answered with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  String text() {
    return out.toString(UTF_8);
  }

  @Override
  public OutputStream stream(int status, String type) {
    contentType = type;
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        if (clientIsGone) {
          throw new IOException("gone");
        }
        out.write(bytes, from, length);
      }

      @Override
      public void close() {
        whole = true;
      }
    };
  }

  @Override
  public void json(int status, Object value) {
    contentType = "application/json";
    out.writeBytes(Json.bytes(value));
    whole = true;
  }

  @Override
  public boolean responded() {
    return !contentType.isEmpty();
  }

  @Override
  public byte[] body(int limit) {
    return body;
  }

  @Override
  public InputStream body() {
    return new ByteArrayInputStream(body);
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  @Override
  public Exchange responseHeader(String name, String value) {
    return this;
  }

  @Override
  public Principal principal() {
    return Principal.ANONYMOUS;
  }

  @Override
  public Context trace() {
    return Context.root();
  }

  @Override
  public RequestHead head() {
    return new RequestHead("POST", "/", "", Map.of(), false, null);
  }

  @Override
  public String pathVariable(String name) {
    throw new AssertionError("no route here");
  }

  @Override
  public Optional<String> query(String name) {
    return Optional.empty();
  }

  @Override
  public List<String> queryAll(String name) {
    return List.of();
  }

  @Override
  public void respond(int status, String type, byte[] bytes) {
    throw new AssertionError("answers are JSON or streams");
  }

  @Override
  public void tunnel(List<Map.Entry<String, String>> fields, SocketChannel peer, Runnable ended) {
    throw new AssertionError("answers are JSON or streams");
  }
}
