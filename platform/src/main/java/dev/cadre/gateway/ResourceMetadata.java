package dev.cadre.gateway;

import dev.cadre.fault.Fault;
import dev.cadre.http.Exchange;
import dev.cadre.http.Routes;
import dev.cadre.json.Json;
import dev.cadre.store.Database;
import java.io.IOException;
import java.net.URI;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells clients of a gateway with tokens of its own issuer who gives these: OAuth 2.0 protected
 * resource metadata (RFC 9728), at the well-known path that stands before the gateway's own.
 */
final class ResourceMetadata {
  static final String PREFIX = "/.well-known/oauth-protected-resource";
  private static final String DISCOVERY = "/.well-known/openid-configuration";

  private final Database database;
  private final URI url;

  /**
   * @param url of the platform, as clients reach it
   */
  ResourceMetadata(Database database, URI url) {
    this.database = database;
    this.url = url;
  }

  void bind(Routes routes) {
    routes.add("GET", PREFIX + "/gateways/{gateway}/mcp", this::show);
  }

  private void show(Exchange exchange) throws IOException {
    GatewayId id = new GatewayId(exchange.pathVariable("gateway"));
    Gateway gateway = GatewayStore.require(database, id);
    if (!gateway.authorizerType().equals("CUSTOM_JWT")) {
      throw new Fault.NotFound(
          "gateway '%s' takes no tokens of an issuer of its own; its authorizerType is %s"
              .formatted(id, gateway.authorizerType()));
    }
    exchange.json(200, of(gateway));
  }

  private ObjectNode of(Gateway gateway) {
    JsonNode authorizer = gateway.authorizer();
    String discovery = authorizer.path("discoveryUrl").asString("");
    String issuer =
        discovery.endsWith(DISCOVERY)
            ? discovery.substring(0, discovery.length() - DISCOVERY.length())
            : discovery;
    ObjectNode metadata =
        Json.object()
            .put("resource", url.resolve("/gateways/" + gateway.id() + "/mcp").toString())
            .put("resource_name", gateway.name());
    metadata.putArray("authorization_servers").add(issuer);
    metadata.putArray("bearer_methods_supported").add("header");
    ArrayNode scopes = Json.array();
    authorizer.path("allowedScopes").forEach(scopes::add);
    if (!scopes.isEmpty()) {
      metadata.set("scopes_supported", scopes);
    }
    return metadata;
  }
}
