package dev.cadre.http;

import dev.cadre.json.Json;
import io.opentelemetry.context.Context;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** A request made by hand, and what a handler answered. */
public final class FakeExchange implements Exchange {
  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, List<String>> query = new HashMap<>();
  private final Map<String, List<String>> headers = new HashMap<>();
  private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
  private final Map<String, String> answerHeaders = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private Principal principal = Principal.ANONYMOUS;
  private byte[] body = new byte[0];
  private boolean brokenOff;
  private int status;

  public FakeExchange variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  public FakeExchange with(String name, String... values) {
    query.put(name, List.of(values));
    return this;
  }

  public FakeExchange sending(String name, String value) {
    headers.put(name, List.of(value));
    return this;
  }

  public FakeExchange by(Principal caller) {
    principal = caller;
    return this;
  }

  public FakeExchange body(String text) {
    body = text.getBytes(StandardCharsets.UTF_8);
    return this;
  }

  public FakeExchange body(byte[] bytes) {
    body = bytes.clone();
    return this;
  }

  /** The body's end never comes: the caller is gone. */
  public FakeExchange breakingOff() {
    brokenOff = true;
    return this;
  }

  public String answerHeader(String name) {
    return answerHeaders.getOrDefault(name, "");
  }

  public int status() {
    return status;
  }

  public String text() {
    return answer.toString(StandardCharsets.UTF_8);
  }

  public byte[] bytes() {
    return answer.toByteArray();
  }

  /** A header of the answer; empty when it has none of that name. */
  public String sent(String header) {
    return answerHeaders.getOrDefault(header, "");
  }

  public JsonNode answer() {
    return Json.parse(answer.toByteArray());
  }

  @Override
  public RequestHead head() {
    return new RequestHead("POST", "/", "", headers, false, null);
  }

  @Override
  public Principal principal() {
    return principal;
  }

  @Override
  public Context trace() {
    return Context.root();
  }

  @Override
  public String pathVariable(String name) {
    return Optional.ofNullable(variables.get(name)).orElseThrow();
  }

  @Override
  public Optional<String> query(String name) {
    return queryAll(name).stream().findFirst();
  }

  @Override
  public List<String> queryAll(String name) {
    return query.getOrDefault(name, List.of());
  }

  @Override
  public Optional<String> header(String name) {
    return head().header(name);
  }

  @Override
  public InputStream body() {
    InputStream whole = new ByteArrayInputStream(body);
    return brokenOff ? new SequenceInputStream(whole, new Cut()) : whole;
  }

  @Override
  public byte[] body(int limit) throws IOException {
    return body().readNBytes(limit);
  }

  @Override
  public Exchange responseHeader(String name, String value) {
    answerHeaders.put(name, value);
    return this;
  }

  @Override
  public void respond(int code, String contentType, byte[] bytes) {
    status = code;
    answer.writeBytes(bytes);
  }

  @Override
  public void json(int code, Object value) {
    respond(code, "application/json", Json.bytes(value));
  }

  @Override
  public boolean responded() {
    return status != 0;
  }

  @Override
  public void tunnel(List<Map.Entry<String, String>> accepted, SocketChannel peer, Runnable ended) {
    throw new UnsupportedOperationException("a fake has no connection");
  }

  @Override
  public OutputStream stream(int code, String contentType) {
    status = code;
    return answer;
  }

  private static final class Cut extends InputStream {
    @Override
    public int read() throws IOException {
      throw new EOFException("the caller is gone");
    }
  }

  static List<String> names(JsonNode fields) {
    List<String> names = new ArrayList<>();
    fields.forEach(field -> names.add(field.path("name").asString()));
    return names;
  }
}
