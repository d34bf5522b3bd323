package dev.cadre.mcp;

import dev.cadre.http.Exchange;
import dev.cadre.http.Principal;
import dev.cadre.json.Json;
import dev.cadre.mcp.McpServer.Feature;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers clients that begin with {@code initialize} (2024-11-05 to 2025-11-25). */
final class LegacyEra {
  private static final Duration QUIET = Duration.ofSeconds(15);

  private final McpServer server;
  private final McpChanges changes;
  private final Watches watches;
  private final LegacySessions sessions;

  LegacyEra(McpServer server, McpChanges changes, Watches watches, InstantSource clock) {
    this.server = server;
    this.changes = changes;
    this.watches = watches;
    this.sessions = new LegacySessions(clock);
  }

  void post(Exchange exchange, RpcMessage message) throws IOException, InterruptedException {
    if (message instanceof RpcMessage.Request request && request.method().equals("initialize")) {
      initialize(exchange, request);
      return;
    }
    LegacySession session = session(exchange);
    if (session == null) {
      return;
    }
    switch (message) {
      case RpcMessage.Request request -> answer(exchange, session, request);
      case RpcMessage.Notification notification -> {
        if (notification.method().equals("notifications/cancelled")) {
          session.cancel(notification.params().get("requestId"));
        }
        accepted(exchange);
      }
      case RpcMessage.Response response -> {
        session.answered(response);
        accepted(exchange);
      }
      case RpcMessage.Bare _ -> throw new IllegalStateException("bare messages have no session");
    }
  }

  private void initialize(Exchange exchange, RpcMessage.Request request)
      throws IOException, InterruptedException {
    ObjectNode params = request.params();
    McpVersion version;
    LegacySession session;
    try {
      version = version(params);
      session =
          sessions.begin(exchange.principal(), version, McpMethods.object(params, "capabilities"));
    } catch (RpcError e) {
      respond(exchange, 400, request.answer(e));
      return;
    }
    exchange.responseHeader(Headers.SESSION, session.id());
    respond(exchange, 200, request.answer(greeting(version)));
  }

  /** The revision that {@code initialize} agrees on. */
  static McpVersion version(ObjectNode params) {
    return McpVersion.of(McpMethods.text(params, "protocolVersion"))
        .filter(asked -> !asked.stateless())
        .orElse(McpVersion.NEWEST_WITH_SESSIONS);
  }

  /** The result of {@code initialize}. */
  ObjectNode greeting(McpVersion version) throws InterruptedException {
    ObjectNode result = Json.object().put("protocolVersion", version.toString());
    result.set("capabilities", McpMethods.capabilities(server.features(), true));
    result.set("serverInfo", Meta.implementation(server.about()));
    if (server.about().instructions() != null) {
      result.put("instructions", server.about().instructions());
    }
    return result;
  }

  private void answer(Exchange exchange, LegacySession session, RpcMessage.Request request)
      throws IOException, InterruptedException {
    McpReply reply = new McpReply(exchange);
    session.runs(request.id());
    try {
      reply.end(
          200,
          request.answer(result(exchange.principal(), exchange.trace(), session, request, reply)));
    } catch (RpcError e) {
      reply.end(200, request.answer(e));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      session.done(request.id());
    }
  }

  /**
   * @throws RpcError for whatever keeps the request from having a result
   */
  ObjectNode result(
      Principal principal,
      Context trace,
      LegacySession session,
      RpcMessage.Request request,
      MessageSink sink)
      throws InterruptedException {
    ObjectNode params = request.params();
    return switch (request.method()) {
      case "ping" -> Json.object();
      case "logging/setLevel" -> {
        offered(Feature.LOGGING, request.method());
        session.logLevel(McpCall.LogLevel.of(McpMethods.text(params, "level")));
        yield Json.object();
      }
      case "resources/subscribe" -> {
        offered(Feature.SUBSCRIPTIONS, request.method());
        session.subscriptions().add(McpMethods.text(params, "uri"), watches);
        yield Json.object();
      }
      case "resources/unsubscribe" -> {
        offered(Feature.SUBSCRIPTIONS, request.method());
        session.subscriptions().remove(McpMethods.text(params, "uri"));
        yield Json.object();
      }
      default -> {
        JsonNode token = McpMethods.object(params, "_meta").get("progressToken");
        McpCall call = new LegacyCall(principal, trace, session, token, sink);
        yield new McpMethods(server, session.version()).call(request.method(), params, call);
      }
    };
  }

  private void offered(Feature feature, String method) throws InterruptedException {
    if (!server.features().contains(feature)) {
      throw RpcError.noMethod(method);
    }
  }

  /** The stream on which a session hears what changes, until its client goes. */
  void get(Exchange exchange) throws IOException, InterruptedException {
    if (exchange.header(Headers.SESSION).isEmpty()) {
      exchange.responseHeader("Allow", "POST");
      respond(exchange, 405, RpcMessage.error(null, RpcError.invalidRequest("POST a message")));
      return;
    }
    LegacySession session = session(exchange);
    if (session == null) {
      return;
    }
    if (!session.beginListening()) {
      RpcError error = RpcError.invalidRequest("this session has its stream already");
      respond(exchange, 409, RpcMessage.error(null, error));
      return;
    }
    McpReply reply = new McpReply(exchange);
    try (ChangeQueue queue = new ChangeQueue(changes, change -> wants(session, change))) {
      reply.quiet();
      while (!session.ended() && !queue.overflowed()) {
        McpChanges.Change change = queue.next(QUIET);
        sessions.used(session);
        if (change == null) {
          reply.quiet();
        } else {
          reply.send(Notices.change(change, Json.object()));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      session.endListening();
    }
  }

  static boolean wants(LegacySession session, McpChanges.Change change) {
    return switch (change) {
      case McpChanges.Change.Resource(String uri) -> session.subscriptions().contains(uri);
      case McpChanges.Change.Tools _, McpChanges.Change.Prompts _, McpChanges.Change.Resources _ ->
          true;
    };
  }

  void delete(Exchange exchange) throws IOException {
    LegacySession session = session(exchange);
    if (session != null) {
      sessions.end(session);
      exchange.respond(204, "application/json", new byte[0]);
    }
  }

  /** The request's session; null when it has none, and the client has been told so. */
  private @Nullable LegacySession session(Exchange exchange) throws IOException {
    String id = exchange.header(Headers.SESSION).orElse(null);
    if (id == null) {
      RpcError error =
          RpcError.invalidRequest(
              "the header Mcp-Session-Id is missing; begin with initialize, or send "
                  + McpVersion.V2026_07_28
                  + " with its _meta");
      respond(exchange, 400, RpcMessage.error(null, error));
      return null;
    }
    String version = exchange.header(Headers.VERSION).orElse(null);
    if (version != null && McpVersion.of(version).isEmpty()) {
      respond(exchange, 400, RpcMessage.error(null, RpcError.version(version)));
      return null;
    }
    LegacySession session = sessions.find(id, exchange.principal()).orElse(null);
    if (session == null) {
      RpcError error = RpcError.invalidRequest("there is no such session; begin with initialize");
      respond(exchange, 404, RpcMessage.error(null, error));
    }
    return session;
  }

  private static void accepted(Exchange exchange) throws IOException {
    exchange.respond(202, "application/json", new byte[0]);
  }

  private static void respond(Exchange exchange, int status, ObjectNode message)
      throws IOException {
    exchange.respond(status, "application/json", Json.bytes(message));
  }
}
