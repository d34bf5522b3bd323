package dev.cadre.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cadre.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** A provider on loopback: answers as it is told, and remembers what it was asked. */
final class StandIn implements AutoCloseable {
  private final HttpServer server;
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final CountDownLatch callerGone = new CountDownLatch(1);

  record Asked(String path, Map<String, List<String>> headers, JsonNode body) {
    String header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .map(header -> header.getValue().getFirst())
          .findFirst()
          .orElse("");
    }
  }

  /** How an answer ends. */
  enum Ending {
    /** As it should. */
    WELL,
    /** The connection breaks before the announced length. */
    BROKEN,
    /** It goes on for as long as the caller listens. */
    NEVER
  }

  record Answer(
      int status, Map<String, String> headers, List<byte[]> parts, Ending ending) {
    Answer ending(Ending other) {
      return new Answer(status, headers, parts, other);
    }
  }

  static Answer json(int status, Map<String, String> headers, String body) {
    return new Answer(
        status, headers, List.of(body.getBytes(StandardCharsets.UTF_8)), Ending.WELL);
  }

  StandIn() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  StandIn then(Answer answer) {
    answers.add(answer);
    return this;
  }

  /** The oldest request that was not looked at yet. */
  Asked asked() throws InterruptedException {
    Asked next = asked.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was asked");
    }
    return next;
  }

  boolean idle() {
    return asked.isEmpty();
  }

  /** Waits until an answer that never ends has sent its parts. */
  void awaitHeld() throws InterruptedException {
    if (!held.await(10, TimeUnit.SECONDS)) {
      throw new AssertionError("no answer is held");
    }
  }

  /** True when the caller of an answer that never ends has hung up. */
  boolean callerIsGone() throws InterruptedException {
    goOn.countDown();
    return callerGone.await(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    goOn.countDown();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(
        new Asked(
            exchange.getRequestURI().getRawPath(),
            Map.copyOf(exchange.getRequestHeaders()),
            Json.parse(exchange.getRequestBody().readAllBytes())));
    Answer answer = answers.poll();
    if (answer == null) {
      exchange.sendResponseHeaders(599, -1);
      return;
    }
    answer.headers().forEach(exchange.getResponseHeaders()::add);
    int length = answer.parts().stream().mapToInt(part -> part.length).sum();
    exchange.sendResponseHeaders(
        answer.status(), answer.ending() == Ending.BROKEN ? length + 1 : 0);
    OutputStream out = exchange.getResponseBody();
    for (byte[] part : answer.parts()) {
      out.write(part);
      out.flush();
    }
    if (answer.ending() == Ending.NEVER) {
      goOnUntilTheCallerIsGone(out);
    }
    exchange.close();
  }

  private void goOnUntilTheCallerIsGone(OutputStream out) {
    held.countDown();
    byte[] padding = new byte[8_192];
    java.util.Arrays.fill(padding, (byte) '\n');
    try {
      goOn.await();
      for (int i = 0; i < 10_000; i++) {
        out.write(padding);
        out.flush();
      }
    } catch (IOException gone) {
      callerGone.countDown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
