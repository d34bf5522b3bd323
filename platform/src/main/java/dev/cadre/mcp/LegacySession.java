package dev.cadre.mcp;

import dev.cadre.http.Principal;
import dev.cadre.mcp.McpCall.LogLevel;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.ObjectNode;

/** One client's session after {@code initialize}, in the eras that have one. Thread-safe. */
final class LegacySession {
  private final String id;
  private final Principal owner;
  private final McpVersion version;
  private final ObjectNode clientCapabilities;
  private final ConcurrentMap<JsonNode, CompletableFuture<RpcMessage.Response>> asked =
      new ConcurrentHashMap<>();
  private final ConcurrentMap<JsonNode, Thread> running = new ConcurrentHashMap<>();
  private final Subscriptions subscriptions = new Subscriptions();
  private final AtomicInteger questions = new AtomicInteger();
  private final AtomicBoolean listening = new AtomicBoolean();
  private volatile LogLevel logLevel = LogLevel.INFO;
  private volatile Instant lastUse;
  private volatile boolean ended;

  LegacySession(
      String id, Principal owner, McpVersion version, ObjectNode clientCapabilities, Instant now) {
    this.id = id;
    this.owner = owner;
    this.version = version;
    this.clientCapabilities = clientCapabilities;
    this.lastUse = now;
  }

  String id() {
    return id;
  }

  /** A session serves the one who began it. */
  boolean belongsTo(Principal caller) {
    return owner.name().equals(caller.name()) && owner.kind() == caller.kind();
  }

  McpVersion version() {
    return version;
  }

  ObjectNode clientCapabilities() {
    return clientCapabilities;
  }

  LogLevel logLevel() {
    return logLevel;
  }

  void logLevel(LogLevel level) {
    logLevel = level;
  }

  Subscriptions subscriptions() {
    return subscriptions;
  }

  Instant lastUse() {
    return lastUse;
  }

  void used(Instant now) {
    lastUse = now;
  }

  /** True for the one who may open the session's stream of notifications now. */
  boolean beginListening() {
    return listening.compareAndSet(false, true);
  }

  void endListening() {
    listening.set(false);
  }

  /** The id of a question to come, and where its answer will be. */
  Question ask() {
    JsonNode questionId = IntNode.valueOf(questions.incrementAndGet());
    CompletableFuture<RpcMessage.Response> answer = new CompletableFuture<>();
    asked.put(questionId, answer);
    if (ended) {
      answer.cancel(false);
    }
    return new Question(questionId, answer);
  }

  record Question(JsonNode id, CompletableFuture<RpcMessage.Response> answer) {}

  void forget(JsonNode questionId) {
    asked.remove(questionId);
  }

  /** Hands a client's answer to whoever waits for it; nobody may. */
  void answered(RpcMessage.Response response) {
    CompletableFuture<RpcMessage.Response> waiting = asked.remove(response.id());
    if (waiting != null) {
      waiting.complete(response);
    }
  }

  /** A request runs on this thread until {@link #done}. */
  void runs(JsonNode requestId) {
    running.put(requestId, Thread.currentThread());
  }

  void done(JsonNode requestId) {
    running.remove(requestId);
  }

  /** Interrupts the request's thread, when it still runs. */
  void cancel(@Nullable JsonNode requestId) {
    Thread thread = requestId == null ? null : running.remove(requestId);
    if (thread != null) {
      thread.interrupt();
    }
  }

  boolean ended() {
    return ended;
  }

  void end() {
    ended = true;
    subscriptions.close();
    asked.values().forEach(answer -> answer.cancel(false));
    running.keySet().forEach(this::cancel);
  }
}
