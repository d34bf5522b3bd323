package dev.cadre.credential;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cadre.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import tools.jackson.databind.node.ObjectNode;

/**
 * An MCP server that wants a token, and an authorization server that gives them, on one port. What
 * they say of themselves is a test's to change.
 */
public final class OauthStandIn implements AutoCloseable {
  private final HttpServer server;
  private final Set<String> good = new HashSet<>();
  private final Map<String, String> asked = new HashMap<>();
  private int made;

  /** Each request but those of the MCP server: {@code METHOD /path}. */
  public final List<String> requests = new CopyOnWriteArrayList<>();

  /** The parameters of the last request for consent, and for a token. */
  volatile Map<String, String> consent = Map.of();

  volatile Map<String, String> grant = Map.of();
  volatile String basic = "";
  volatile ObjectNode registration = Json.object();

  /** What the server says of itself. */
  volatile ObjectNode resource;

  /** What the authorization server says of itself. */
  volatile ObjectNode metadata;

  /** What a browser brings back for {@code iss}; empty for nothing. */
  volatile String issuer;

  /** The scopes that the next call needs. */
  volatile String needs = "";

  /** An error of the token endpoint; empty for none. */
  volatile String refusal = "";

  volatile int seconds = 3600;
  volatile boolean metadataInChallenge = true;

  public OauthStandIn() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    issuer = address();
    resource = Json.object().put("resource", address() + "/mcp");
    resource.putArray("authorization_servers").add(address());
    metadata =
        Json.object()
            .put("issuer", address())
            .put("authorization_endpoint", address() + "/authorize")
            .put("token_endpoint", address() + "/token")
            .put("registration_endpoint", address() + "/register")
            .put("authorization_response_iss_parameter_supported", true);
    metadata.putArray("code_challenge_methods_supported").add("S256");
    metadata.putArray("token_endpoint_auth_methods_supported").add("client_secret_basic");
    server.createContext("/", this::other);
    server.createContext("/mcp", this::mcp);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public URI mcp() {
    return URI.create(address() + "/mcp");
  }

  /** What the MCP server says to somebody with this token, or none. */
  Challenge challenge(Outbound.Proof proof) {
    String token = proof.headers().getOrDefault("Authorization", "Bearer ").substring(7);
    int status = status(token);
    return Challenge.of(status, status == 200 ? List.of() : List.of(header(status)));
  }

  private synchronized int status(String token) {
    if (!good.contains(token)) {
      return 401;
    }
    List<String> has = List.of(asked.getOrDefault(token, "").split(" "));
    return needs.isEmpty() || has.containsAll(List.of(needs.split(" "))) ? 200 : 403;
  }

  private String header(int status) {
    String said = "Bearer realm=\"mcp\"";
    if (metadataInChallenge) {
      said +=
          ", resource_metadata=\"%s/.well-known/oauth-protected-resource/mcp\""
              .formatted(address());
    }
    if (status == 403) {
      said += ", error=\"insufficient_scope\"";
    }
    return needs.isEmpty() ? said : said + ", scope=\"" + needs + "\"";
  }

  /** No token that was given is good any more. */
  synchronized void revoke() {
    good.clear();
  }

  private void mcp(HttpExchange exchange) throws IOException {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    int status = status(header == null ? "" : header.substring(7));
    ObjectNode message = (ObjectNode) Json.parse(exchange.getRequestBody().readAllBytes());
    if (status != 200) {
      exchange.getResponseHeaders().set("WWW-Authenticate", header(status));
      send(exchange, status, Json.object().put("error", "no"));
      return;
    }
    ObjectNode answer = Json.object().put("jsonrpc", "2.0");
    answer.set("id", message.get("id"));
    answer.set("result", result(message.path("method").asString("")));
    send(exchange, 200, answer);
  }

  private static ObjectNode result(String method) {
    ObjectNode result = Json.object().put("resultType", "complete");
    switch (method) {
      case "server/discover" -> {
        result.putArray("supportedVersions").add("2026-07-28");
        result.putObject("capabilities").putObject("tools");
        result.putObject("serverInfo").put("name", "parcels").put("version", "1");
      }
      case "tools/list" -> {
        ObjectNode tool = result.putArray("tools").addObject().put("name", "track");
        tool.put("description", "Where a parcel is.")
            .putObject("inputSchema")
            .put("type", "object");
      }
      default ->
          result.putArray("content").addObject().put("type", "text").put("text", "on its way");
    }
    return result;
  }

  private void other(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(exchange.getRequestMethod() + " " + path);
    byte[] body = exchange.getRequestBody().readAllBytes();
    switch (path) {
      case "/.well-known/oauth-protected-resource/mcp" -> send(exchange, 200, resource);
      case "/.well-known/oauth-authorization-server" -> send(exchange, 200, metadata);
      case "/register" -> register(exchange, body);
      case "/authorize" -> authorize(exchange);
      case "/token" -> token(exchange, new String(body, StandardCharsets.UTF_8));
      default -> send(exchange, 404, Json.object());
    }
  }

  private void register(HttpExchange exchange, byte[] body) throws IOException {
    registration = (ObjectNode) Json.parse(body);
    send(
        exchange,
        201,
        Json.object().put("client_id", "client-" + ++made).put("client_secret", "s3cr&t"));
  }

  private void authorize(HttpExchange exchange) throws IOException {
    consent = Consenting.query(exchange.getRequestURI());
    String back = consent.get("redirect_uri") + "?code=code&state=" + consent.get("state");
    exchange
        .getResponseHeaders()
        .set("Location", issuer.isEmpty() ? back : back + "&iss=" + issuer);
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private synchronized void token(HttpExchange exchange, String body) throws IOException {
    grant = Consenting.query(URI.create("http://x/?" + body));
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    basic = header == null ? "" : header;
    if (!refusal.isEmpty()) {
      send(exchange, 400, Json.object().put("error", refusal));
      return;
    }
    String token = "token-" + ++made;
    good.add(token);
    asked.put(token, grant.getOrDefault("scope", consent.getOrDefault("scope", "")));
    send(
        exchange,
        200,
        Json.object()
            .put("access_token", token)
            .put("refresh_token", "refresh-" + made)
            .put("token_type", "Bearer")
            .put("expires_in", seconds));
  }

  private static void send(HttpExchange exchange, int status, ObjectNode body) throws IOException {
    byte[] bytes = Json.bytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
