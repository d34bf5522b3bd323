package dev.cadre.mcp;

import dev.cadre.http.Principal;
import dev.cadre.json.Json;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The client at the other end of a pair of streams. Messages are taken by one thread. */
final class StdioPeer implements MessageSink {
  private static final Logger LOG = System.getLogger(StdioPeer.class.getName());
  private static final int MAX_RUNNING = 256;
  private static final Duration QUIET = Duration.ofMinutes(1);

  private final LegacyEra legacy;
  private final StatelessEra stateless;
  private final McpChanges changes;
  private final InstantSource clock;
  private final OutputStream out;
  private final Principal principal;
  private final ConcurrentMap<JsonNode, Thread> running = new ConcurrentHashMap<>();

  /** Those that run until they are told to end. */
  private final Set<Thread> endless = ConcurrentHashMap.newKeySet();

  private volatile @Nullable LegacySession session;

  StdioPeer(
      LegacyEra legacy,
      StatelessEra stateless,
      McpChanges changes,
      InstantSource clock,
      OutputStream out,
      Principal principal) {
    this.legacy = legacy;
    this.stateless = stateless;
    this.changes = changes;
    this.clock = clock;
    this.out = out;
    this.principal = principal;
  }

  /** Takes one line; a blank one says nothing. */
  void take(byte[] line) throws InterruptedException {
    if (isBlank(line)) {
      return;
    }
    RpcMessage message;
    try {
      message = RpcMessage.parse(line);
    } catch (RpcError e) {
      refuse(e);
      return;
    }
    switch (message) {
      case RpcMessage.Request request when request.method().equals("initialize") ->
          initialize(request);
      case RpcMessage.Request request -> begin(request);
      case RpcMessage.Notification notification -> {
        if (notification.method().equals("notifications/cancelled")) {
          cancel(notification.params().get("requestId"));
        }
      }
      case RpcMessage.Response response -> {
        LegacySession now = session;
        if (now != null) {
          now.answered(response);
        }
      }
      case RpcMessage.Bare _ -> refuse(RpcError.invalidRequest("jsonrpc must be \"2.0\""));
    }
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  /** Answers what was no message. */
  void refuse(RpcError error) {
    ObjectNode answer = RpcMessage.error(null, error);
    answer.putNull("id");
    send(answer);
  }

  private void initialize(RpcMessage.Request request) throws InterruptedException {
    try {
      McpVersion version = LegacyEra.version(request.params());
      ObjectNode capabilities = McpMethods.object(request.params(), "capabilities");
      LegacySession begun =
          new LegacySession("stdio", principal, version, capabilities, clock.instant());
      boolean first = session == null;
      session = begun;
      send(request.answer(legacy.greeting(version)));
      if (first) {
        start(Thread.ofVirtual().name("mcp-changes").unstarted(this::tellChanges), true);
      }
    } catch (RpcError e) {
      send(request.answer(e));
    }
  }

  /** In the era of sessions a client hears of changes without asking. */
  private void tellChanges() {
    try (ChangeQueue queue = new ChangeQueue(changes, this::wants)) {
      while (!queue.overflowed()) {
        McpChanges.Change change = queue.next(QUIET);
        if (change != null) {
          send(Notices.change(change, Json.object()));
        }
      }
    } catch (InterruptedException | UncheckedIOException over) {
      // The conversation is over.
    }
  }

  private boolean wants(McpChanges.Change change) {
    LegacySession now = session;
    return now != null && LegacyEra.wants(now, change);
  }

  private void begin(RpcMessage.Request request) {
    if (running.size() >= MAX_RUNNING) {
      send(
          request.answer(
              new RpcError(
                  RpcError.INTERNAL, MAX_RUNNING + " requests run already; wait for some", null)));
      return;
    }
    Thread thread =
        Thread.ofVirtual().name("mcp-" + request.method()).unstarted(() -> run(request));
    if (running.putIfAbsent(request.id(), thread) != null) {
      send(request.answer(RpcError.invalidRequest("a request with this id runs already")));
      return;
    }
    start(thread, request.method().equals("subscriptions/listen"));
  }

  private void start(Thread thread, boolean withoutEnd) {
    if (withoutEnd) {
      endless.add(thread);
    }
    thread.start();
  }

  private void run(RpcMessage.Request request) {
    try {
      ObjectNode answer = answer(request);
      // Who cancelled it has gone on, and may use the id again.
      if (answer != null && running.remove(request.id(), Thread.currentThread())) {
        send(answer);
      }
    } catch (InterruptedException cancelled) {
      // Nobody waits for an answer.
    } catch (UncheckedIOException gone) {
      // Nobody reads one.
    } finally {
      running.remove(request.id(), Thread.currentThread());
      endless.remove(Thread.currentThread());
    }
  }

  /** Null when there is nothing to answer. */
  private @Nullable ObjectNode answer(RpcMessage.Request request) throws InterruptedException {
    try {
      if (Meta.isIn(request.params()) || request.method().equals("server/discover")) {
        if (request.method().equals("subscriptions/listen")) {
          stateless.subscribe(this, request);
          return null;
        }
        return request.answer(stateless.result(principal, Context.root(), request, this));
      }
      LegacySession now = session;
      if (now == null && !request.method().equals("ping")) {
        throw RpcError.invalidRequest(
            "begin with initialize, or send " + McpVersion.V2026_07_28 + " with its _meta");
      }
      return request.answer(
          now == null
              ? Json.object()
              : legacy.result(principal, Context.root(), now, request, this));
    } catch (RpcError e) {
      return request.answer(e);
    } catch (UncheckedIOException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, request.method() + " failed", e);
      return request.answer(
          new RpcError(RpcError.INTERNAL, "the server failed inside; its log says more", null));
    }
  }

  private void cancel(@Nullable JsonNode requestId) {
    Thread thread = requestId == null ? null : running.remove(requestId);
    if (thread != null) {
      thread.interrupt();
    }
  }

  @Override
  public synchronized void send(ObjectNode message) {
    try {
      // One write, so that nothing stands between a message and its end.
      byte[] json = Json.bytes(message);
      byte[] line = Arrays.copyOf(json, json.length + 1);
      line[json.length] = '\n';
      out.write(line);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void quiet() {
    // A pipe stays open by itself.
  }

  /** No more messages come: what was asked is answered, for a while. */
  void end(Duration grace) throws InterruptedException {
    endless.forEach(Thread::interrupt);
    Instant until = clock.instant().plus(grace);
    for (Thread thread : running.values()) {
      Duration left = Duration.between(clock.instant(), until);
      if (left.isPositive() && thread.join(left)) {
        continue;
      }
      thread.interrupt();
    }
  }
}
