package dev.cadre.mcp;

import dev.cadre.http.Exchange;
import dev.cadre.http.Routes;
import dev.cadre.identity.Vault;
import dev.cadre.json.Json;
import java.io.IOException;
import java.time.InstantSource;
import tools.jackson.databind.node.ObjectNode;

/** One MCP server at one path, over Streamable HTTP, for clients of both eras at once. */
public final class McpEndpoint {
  private static final int MAX_BODY = 6 * 1024 * 1024;

  private final McpServer server;
  private final StatelessEra stateless;
  private final LegacyEra legacy;

  /**
   * @param changes where {@code server} says what changed
   * @param vault seals what clients carry between the rounds of a call
   */
  public McpEndpoint(McpServer server, McpChanges changes, Vault vault, InstantSource clock) {
    this.server = server;
    Watches watches = new Watches(server, changes);
    this.stateless = new StatelessEra(server, changes, watches, new RequestState(vault, clock));
    this.legacy = new LegacyEra(server, changes, watches, clock);
  }

  public void bind(Routes routes, String path) {
    routes
        .add("POST", path, this::post)
        .add("GET", path, this::get)
        .add("DELETE", path, this::delete);
  }

  /** The stream on which a session hears what changes. */
  public void get(Exchange exchange) throws IOException, InterruptedException {
    legacy.get(exchange);
  }

  /** The end of a session. */
  public void delete(Exchange exchange) throws IOException {
    legacy.delete(exchange);
  }

  public void post(Exchange exchange) throws IOException, InterruptedException {
    RpcMessage message;
    try {
      message = RpcMessage.parse(exchange.body(MAX_BODY));
    } catch (RpcError e) {
      respond(exchange, 400, RpcMessage.error(null, e));
      return;
    }
    switch (message) {
      case RpcMessage.Bare bare -> respond(exchange, 200, bare(exchange, bare));
      case RpcMessage.Request request when isStateless(exchange, request) ->
          stateless.answer(exchange, request);
      default -> legacy.post(exchange, message);
    }
  }

  /** What a request is said to be decides, even when the rest of it does not fit. */
  private static boolean isStateless(Exchange exchange, RpcMessage.Request request) {
    if (Meta.isIn(request.params()) || request.method().equals("server/discover")) {
      return true;
    }
    return !request.method().equals("initialize")
        && exchange.header(Headers.SESSION).isEmpty()
        && exchange
            .header(Headers.VERSION)
            .map(version -> McpVersion.of(version).map(McpVersion::stateless).orElse(true))
            .orElse(false);
  }

  /**
   * A method without JSON-RPC's envelope: one of the protocol's, or a tool's name with its
   * arguments. The answer is the result without the envelope.
   */
  private ObjectNode bare(Exchange exchange, RpcMessage.Bare bare) throws InterruptedException {
    McpCall call = new SilentCall(exchange.principal(), exchange.trace());
    McpMethods methods = new McpMethods(server, McpVersion.NEWEST_WITH_SESSIONS);
    try {
      if (bare.method().contains("/")) {
        return methods.call(bare.method(), bare.params(), call);
      }
      ObjectNode params = Json.object().put("name", bare.method());
      params.set("arguments", bare.params());
      return methods.call("tools/call", params, call);
    } catch (RpcError e) {
      ObjectNode answer = Json.object();
      answer.set("error", e.toJson());
      return answer;
    }
  }

  private static void respond(Exchange exchange, int status, ObjectNode message)
      throws IOException {
    exchange.respond(status, "application/json", Json.bytes(message));
  }
}
