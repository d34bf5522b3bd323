package dev.cadre.mcp;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Begins to speak with one server: asks it as a stateless one, else initializes a session. */
final class Handshake {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final McpWire wire;
  private final boolean answering;

  /**
   * @param answering whether it tells servers that it answers questions, because every call is made
   *     for somebody who does
   */
  Handshake(McpWire wire, boolean answering) {
    this.wire = wire;
    this.answering = answering;
  }

  /** The server, and what it said it can do. */
  record Peer(Era era, ObjectNode capabilities) {}

  /**
   * Finds out which era the server is of, and begins a session where it has sessions.
   *
   * @throws Fault.Unavailable when it does not answer, or not as MCP has it
   * @throws Fault.Invalid when it refuses to begin
   */
  Peer open() throws InterruptedException {
    Era stateless = new Era.Stateless();
    McpWire.Answer answer =
        wire.exchange(stateless, ClientCall.own("server/discover", Json.object(), LIMIT));
    ObjectNode message = answer.message();
    if (message != null && (answer.status() == 200 || modern(message))) {
      JsonNode supported =
          message.has("result")
              ? message.path("result").path("supportedVersions")
              : message.path("error").path("data").path("supported");
      for (JsonNode version : supported) {
        if (version.asString("").equals(McpVersion.V2026_07_28.toString())) {
          return new Peer(stateless, offered(message.path("result")));
        }
      }
    }
    return initialize();
  }

  private static ObjectNode offered(JsonNode result) {
    return result.get("capabilities") instanceof ObjectNode object ? object : Json.object();
  }

  /** True for an error that only a server of the stateless era sends. */
  private static boolean modern(ObjectNode message) {
    int code = message.path("error").path("code").asInt(0);
    return code <= -32020 && code >= -32099;
  }

  private Peer initialize() throws InterruptedException {
    String wanted = McpVersion.NEWEST_WITH_SESSIONS.toString();
    ObjectNode params = Json.object().put("protocolVersion", wanted);
    params.set("capabilities", capabilities(answering));
    params.set("clientInfo", info());
    McpWire.Answer answer =
        wire.exchange(new Era.Session(null, wanted), ClientCall.own("initialize", params, LIMIT));
    ObjectNode result;
    try {
      result = answer.result(wire.url(), "initialize");
    } catch (RpcError e) {
      throw e.refused(wire.url(), "initialize");
    }
    String version = result.path("protocolVersion").asString(wanted);
    if (McpVersion.of(version).isEmpty()) {
      throw new Fault.Unavailable(
          "the MCP server at %s speaks only %s, which is not spoken here"
              .formatted(wire.url(), version));
    }
    Era.Session session = new Era.Session(answer.session(), version);
    wire.tell(
        session, new RpcMessage.Notification("notifications/initialized", Json.object()).toJson());
    Peer opened = new Peer(session, offered(result));
    if (answering && opened.capabilities().has("logging")) {
      hearAll(session);
    }
    return opened;
  }

  /** Every caller then gets what it wants of it. */
  private void hearAll(Era.Session session) throws InterruptedException {
    ObjectNode params = Json.object().put("level", McpCall.LogLevel.DEBUG.wire());
    try {
      var _ =
          wire.exchange(session, ClientCall.own("logging/setLevel", params, LIMIT))
              .result(wire.url(), "logging/setLevel");
    } catch (RpcError logsAsItLikes) {
      // It still does what it is called for.
    }
  }

  /** What this client says it can do. */
  static ObjectNode capabilities(boolean answering) {
    ObjectNode capabilities = Json.object();
    if (answering) {
      capabilities.putObject("elicitation");
      capabilities.putObject("sampling");
      capabilities.putObject("roots");
    }
    return capabilities;
  }

  static ObjectNode info() {
    return Json.object().put("name", "cadre").put("version", "1");
  }
}
