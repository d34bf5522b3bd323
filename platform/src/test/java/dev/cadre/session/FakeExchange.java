package dev.cadre.session;

import dev.cadre.http.Exchange;
import dev.cadre.http.Principal;
import dev.cadre.http.RequestHead;
import dev.cadre.json.Json;
import io.opentelemetry.context.Context;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A request without a body, and what was answered. */
final class FakeExchange implements Exchange {
  private final Map<String, String> query = new HashMap<>();
  private final Map<String, String> path = new HashMap<>();
  private @Nullable JsonNode answer;

  FakeExchange query(String name, String value) {
    query.put(name, value);
    return this;
  }

  FakeExchange path(String name, String value) {
    path.put(name, value);
    return this;
  }

  JsonNode answer() {
    if (answer == null) {
      throw new AssertionError("nothing was answered");
    }
    return answer;
  }

  @Override
  public RequestHead head() {
    return new RequestHead("GET", "/", "", Map.of(), false, null);
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
  public String pathVariable(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new AssertionError("no path variable " + name);
    }
    return value;
  }

  @Override
  public Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name));
  }

  @Override
  public List<String> queryAll(String name) {
    return query(name).stream().toList();
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.empty();
  }

  @Override
  public InputStream body() {
    return InputStream.nullInputStream();
  }

  @Override
  public byte[] body(int limit) {
    return new byte[0];
  }

  @Override
  public Exchange responseHeader(String name, String value) {
    return this;
  }

  @Override
  public void respond(int status, String contentType, byte[] body) {
    throw new AssertionError("these routes answer JSON");
  }

  @Override
  public void json(int status, Object value) {
    answer = Json.parse(Json.bytes(value));
  }

  @Override
  public boolean responded() {
    return answer != null;
  }

  @Override
  public void tunnel(List<Map.Entry<String, String>> headers, SocketChannel peer, Runnable ended) {
    throw new AssertionError("these routes answer JSON");
  }

  @Override
  public OutputStream stream(int status, String contentType) {
    throw new AssertionError("these routes answer JSON");
  }
}
