package dev.cadre.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cadre.fault.Fault;
import dev.cadre.http.Exchange;
import dev.cadre.http.Routes;
import dev.cadre.json.Json;
import java.io.IOException;
import java.net.URI;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /cadre/v1/authorizations}: the MCP servers that people consented to, and how consent is
 * begun and taken back. And the document in which authorization servers read who the platform is.
 */
final class AuthorizationRoutes {
  private static final int MAX_BODY = 16 * 1024;

  static final String PATH = "/cadre/v1/authorizations";
  static final String BEGIN = PATH + "/begin";

  private final Authorizations authorizations;
  private final Grants grants;
  private final AuthorizationConfig config;

  AuthorizationRoutes(Authorizations authorizations, Grants grants, AuthorizationConfig config) {
    this.authorizations = authorizations;
    this.grants = grants;
    this.config = config;
  }

  void bind(Routes operating, Routes open) {
    operating.add("GET", PATH, this::list);
    operating.add("POST", PATH, this::begin);
    operating.add("DELETE", PATH, this::forget);
    operating.add("GET", BEGIN, this::go);
    open.add("GET", AuthorizationConfig.CLIENT_PATH, this::document);
  }

  private void list(Exchange exchange) throws IOException {
    ObjectNode answer = Json.object();
    ArrayNode all = answer.putArray("authorizations");
    for (Grants.Grant one : grants.all()) {
      ObjectNode entry = all.addObject().put("server", one.server()).put("issuer", one.issuer());
      ArrayNode scopes = entry.putArray("scopes");
      one.scopes().forEach(scopes::add);
      ArrayNode wanted = entry.putArray("wantedScopes");
      one.wanted().forEach(wanted::add);
      entry.put("updatedAt", one.updatedAt().toString());
    }
    exchange.json(200, answer);
  }

  private void begin(Exchange exchange) throws IOException, InterruptedException {
    URI server = server(Json.parse(exchange.body(MAX_BODY)).path("server").asString(""));
    exchange.json(
        200,
        Json.object()
            .put("server", server.toString())
            .put("authorizationUrl", authorizations.begin(server).toString())
            .put("expiresInSeconds", config.life().toSeconds()));
  }

  /** For a browser, which goes on to the consent page. */
  private void go(Exchange exchange) throws IOException, InterruptedException {
    URI page = authorizations.begin(server(exchange.query("server").orElse("")));
    exchange.responseHeader("Location", page.toString());
    exchange.responseHeader("Cache-Control", "no-store");
    exchange.responseHeader("Referrer-Policy", "no-referrer");
    exchange.respond(
        302, "text/plain; charset=utf-8", "Go on to the consent page.".getBytes(UTF_8));
  }

  private void forget(Exchange exchange) throws IOException {
    URI server = server(exchange.query("server").orElse(""));
    if (!authorizations.forget(server)) {
      throw new Fault.NotFound("nobody has consented to the use of " + server);
    }
    exchange.json(200, Json.object().put("server", server.toString()));
  }

  private void document(Exchange exchange) throws IOException {
    URI document = config.document();
    if (document == null) {
      throw new Fault.NotFound(
          "this platform has no client metadata: its configuration names no https publicUrl");
    }
    ObjectNode metadata = ClientRegistration.metadata(config, "none");
    exchange.json(200, metadata.put("client_id", document.toString()));
  }

  private static URI server(String text) {
    URI server = Places.of(text);
    if (server == null
        || !("https".equals(server.getScheme()) || "http".equals(server.getScheme()))) {
      throw new Fault.Invalid(
          "'server' is '" + text + "'; it must be the http or https URL of an MCP server");
    }
    return server;
  }
}
