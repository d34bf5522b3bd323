package dev.cadre.mcp;

import dev.cadre.credential.Outbound;
import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.mcp.McpCall.Question;
import io.opentelemetry.context.Context;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client of one MCP server over Streamable HTTP. It finds out which era the server is of with its
 * first request, and begins a new session when the server has forgotten the old one. Thread-safe.
 */
public final class McpClient {
  private static final int MAX_PAGES = 100;
  private static final int MAX_ROUNDS = 10;
  private static final Duration LIST_LIMIT = Duration.ofSeconds(30);

  private final McpWire wire;
  private final ReentrantLock opening = new ReentrantLock();
  private final Handshake handshake;
  private final SideStream side;
  private volatile Handshake.@Nullable Peer peer;

  /** A client that a server has nothing to ask. */
  public McpClient(HttpClient http, URI url, Outbound outbound) {
    this(http, url, outbound, false);
  }

  /**
   * @param answering whether it tells servers that it answers questions, because every call is made
   *     for somebody who does
   */
  McpClient(HttpClient http, URI url, Outbound outbound, boolean answering) {
    this.wire = new McpWire(http, url, outbound);
    this.handshake = new Handshake(wire, answering);
    this.side = new SideStream(wire);
  }

  /** The server has no such session any more. */
  private static final class Forgotten extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * All tools of the server, in its order. A tool whose schema breaks the protocol's rules is left
   * out.
   *
   * @throws Fault.Unavailable when the server does not answer, or not as MCP has it
   */
  public List<ObjectNode> tools() throws InterruptedException {
    try {
      return list("tools/list", "tools", null).stream().filter(McpClient::usable).toList();
    } catch (RpcError e) {
      throw e.refused(wire.url(), "tools/list");
    }
  }

  static boolean usable(ObjectNode tool) {
    if (!tool.path("name").isString() || !(tool.get("inputSchema") instanceof ObjectNode schema)) {
      return false;
    }
    try {
      Headers.marked(schema);
      return true;
    } catch (RpcError e) {
      return false;
    }
  }

  /**
   * Calls a tool once and returns its {@code CallToolResult}.
   *
   * @param tool as {@link #tools} listed it
   * @throws Fault.Invalid when the server refuses the call
   * @throws Fault.Unavailable when it does not answer within {@code limit}, or not as MCP has it
   */
  public ObjectNode callTool(ObjectNode tool, ObjectNode arguments, Duration limit, Context trace)
      throws InterruptedException {
    try {
      return request(toolCall(tool, arguments, limit, trace, null));
    } catch (RpcError e) {
      throw e.refused(wire.url(), "tools/call");
    }
  }

  static ClientCall toolCall(
      ObjectNode tool,
      ObjectNode arguments,
      Duration limit,
      Context trace,
      @Nullable McpCall caller) {
    ObjectNode params = Json.object().put("name", tool.path("name").asString(""));
    params.set("arguments", arguments);
    Map<String, String> repeated =
        tool.get("inputSchema") instanceof ObjectNode schema
            ? Headers.parameters(schema, arguments)
            : Map.of();
    return new ClientCall("tools/call", params, repeated, limit, trace, caller);
  }

  /** What the server said it can do when it was first spoken to. */
  ObjectNode capabilities() throws InterruptedException {
    return peer().capabilities();
  }

  /** True when calls of tools may have to repeat arguments in headers. */
  boolean stateless() throws InterruptedException {
    return peer().era() instanceof Era.Stateless;
  }

  /** All pages of a list. */
  List<ObjectNode> list(String method, String member, @Nullable McpCall caller)
      throws InterruptedException {
    List<ObjectNode> items = new ArrayList<>();
    @Nullable String cursor = null;
    for (int page = 0; page < MAX_PAGES; page++) {
      ObjectNode params = Json.object();
      if (cursor != null) {
        params.put("cursor", cursor);
      }
      ObjectNode result =
          request(new ClientCall(method, params, Map.of(), LIST_LIMIT, Context.root(), caller));
      for (JsonNode item : result.path(member)) {
        if (item instanceof ObjectNode object) {
          items.add(object);
        }
      }
      cursor = result.path("nextCursor").asString(null);
      if (cursor == null) {
        return items;
      }
    }
    throw new Fault.Unavailable(
        "the MCP server at %s lists its %s in more than %d pages"
            .formatted(wire.url(), member, MAX_PAGES));
  }

  /**
   * @throws RpcError when the server refuses, as it says it
   * @throws Fault.Unavailable when it does not answer, or not as MCP has it
   */
  ObjectNode request(ClientCall call) throws InterruptedException {
    try {
      return heard(peer().era(), call);
    } catch (Forgotten e) {
      peer = null;
      return heard(peer().era(), call);
    }
  }

  /** Sends, while the server may also ask on its session's own stream. */
  private ObjectNode heard(Era how, ClientCall call) throws InterruptedException {
    if (call.caller() == null
        || !(how instanceof Era.Session session)
        || session.session() == null) {
      return send(how, call);
    }
    try {
      side.enter(session, call);
      return send(how, call);
    } finally {
      side.leave(call);
    }
  }

  /**
   * Listens to changes of one resource. In the era of sessions the stream is the session's only
   * one, and its end is the session's.
   *
   * @throws RpcError when the server refuses, as it says it
   * @throws Fault.Unavailable when it does not answer, or has no stream for this
   */
  McpListening listen(String uri) throws InterruptedException {
    Era how = peer().era();
    ObjectNode params = Json.object();
    params.putObject("notifications").putArray("resourceSubscriptions").add(uri);
    InputStream stream =
        wire.listen(how, ClientCall.own("subscriptions/listen", params, LIST_LIMIT));
    McpListening listening = new McpListening(stream, () -> end(how));
    boolean agreed = false;
    try {
      if (how instanceof Era.Session) {
        ObjectNode wanted = Json.object().put("uri", uri);
        var _ = send(how, ClientCall.own("resources/subscribe", wanted, LIST_LIMIT));
      }
      agreed = true;
    } finally {
      if (!agreed) {
        listening.close();
      }
    }
    return listening;
  }

  private void end(Era how) {
    if (how instanceof Era.Session session) {
      // Who closes a stream was often interrupted to do so, which must not keep it from this.
      Thread.ofVirtual().name("mcp-end").start(() -> end(session));
    }
  }

  private void end(Era.Session session) {
    try {
      wire.end(session);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Handshake.Peer peer() throws InterruptedException {
    Handshake.Peer known = peer;
    if (known != null) {
      return known;
    }
    opening.lockInterruptibly();
    try {
      Handshake.Peer found = peer;
      if (found == null) {
        found = handshake.open();
        peer = found;
      }
      return found;
    } finally {
      opening.unlock();
    }
  }

  private ObjectNode send(Era how, ClientCall call) throws InterruptedException {
    ClientCall round = call;
    for (int rounds = 0; rounds < MAX_ROUNDS; rounds++) {
      McpWire.Answer answer = wire.exchange(how, round);
      if (answer.status() == 404
          && how instanceof Era.Session(String session, String _)
          && session != null) {
        throw new Forgotten();
      }
      ObjectNode result = answer.result(wire.url(), call.method());
      String type = result.path("resultType").asString("complete");
      if (type.equals("complete")) {
        return result;
      }
      McpCall caller = call.caller();
      if (!type.equals("input_required") || caller == null) {
        throw new Fault.Unavailable(
            "the MCP server at %s wants %s for %s, which was not offered"
                .formatted(wire.url(), type, call.method()));
      }
      round = call.with(nextRound(call.params(), result, caller));
    }
    throw new Fault.Unavailable(
        "the MCP server at %s asked for input %d times for one call"
            .formatted(wire.url(), MAX_ROUNDS));
  }

  /** The caller's answers to what the server wants to know, in the shape of the next request. */
  private ObjectNode nextRound(ObjectNode params, ObjectNode result, McpCall caller)
      throws InterruptedException {
    Map<String, Question> questions = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> asked : result.path("inputRequests").properties()) {
      JsonNode request = asked.getValue();
      Question question =
          Interlude.question(
              request.path("method").asString(""),
              request.get("params") instanceof ObjectNode form ? form : Json.object());
      if (question == null) {
        throw new Fault.Unavailable(
            "the MCP server at %s asks what the protocol does not have".formatted(wire.url()));
      }
      questions.put(asked.getKey(), question);
    }
    ObjectNode next = Json.object();
    next.setAll(params);
    ObjectNode responses = next.putObject("inputResponses");
    caller.ask(questions).forEach(responses::set);
    if (result.has("requestState")) {
      next.set("requestState", result.get("requestState"));
    }
    return next;
  }
}
