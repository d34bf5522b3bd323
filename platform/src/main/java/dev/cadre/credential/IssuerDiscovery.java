package dev.cadre.credential;

import dev.cadre.fault.Fault;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds an authorization server's metadata by its issuer, in the order that MCP wants: RFC 8414
 * with the issuer's path between, OpenID Connect Discovery with it between, then with it before.
 * Believed for an hour. Thread-safe.
 */
final class IssuerDiscovery {
  private static final String OAUTH = "/.well-known/oauth-authorization-server";
  private static final String OPENID = "/.well-known/openid-configuration";

  private final Documents documents;
  private final Believed<IssuerMetadata> believed;

  IssuerDiscovery(Documents documents, InstantSource clock) {
    this.documents = documents;
    this.believed = new Believed<>(clock);
  }

  /**
   * @param issuer an https URL, or one on this machine
   * @throws Fault.Unavailable when its metadata cannot be read
   * @throws Fault.Invalid when they are of another issuer, or of no use
   */
  IssuerMetadata of(String issuer) throws InterruptedException {
    return believed.of(issuer, () -> fetch(issuer));
  }

  private IssuerMetadata fetch(String issuer) throws InterruptedException {
    for (URI place : places(URI.create(issuer))) {
      try {
        Optional<ObjectNode> document = documents.find(place);
        if (document.isPresent()) {
          return read(issuer, document.get());
        }
      } catch (Documents.Unreadable e) {
        throw new Fault.Unavailable(
            "the authorization server %s: its metadata at %s %s"
                .formatted(issuer, place, e.getMessage()));
      }
    }
    throw new Fault.Invalid(
        "the authorization server %s has no metadata (RFC 8414, OpenID Connect Discovery)"
            .formatted(issuer));
  }

  private static List<URI> places(URI issuer) {
    String raw = issuer.getRawPath() == null ? "" : issuer.getRawPath();
    String path = raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
    List<URI> places = new ArrayList<>();
    places.add(issuer.resolve(OAUTH + path));
    places.add(issuer.resolve(OPENID + path));
    if (!path.isEmpty()) {
      places.add(issuer.resolve(path + OPENID));
    }
    return places;
  }

  private static IssuerMetadata read(String issuer, ObjectNode document) {
    String says = document.path("issuer").asString("");
    if (!says.equals(issuer)) {
      throw new Fault.Invalid(
          "the authorization server %s says that it is '%s'; its metadata are not used"
              .formatted(issuer, Places.shown(says)));
    }
    @Nullable URI token = address(issuer, document, "token_endpoint");
    if (token == null) {
      throw new Fault.Invalid(
          "the authorization server %s names no token_endpoint".formatted(issuer));
    }
    return new IssuerMetadata(
        issuer,
        new AuthorizationServer(
            address(issuer, document, "authorization_endpoint"),
            token,
            Set.copyOf(texts(document.path("token_endpoint_auth_methods_supported")))),
        address(issuer, document, "registration_endpoint"),
        texts(document.path("scopes_supported")),
        Set.copyOf(texts(document.path("code_challenge_methods_supported"))),
        document.path("authorization_response_iss_parameter_supported").asBoolean(false),
        document.path("client_id_metadata_document_supported").asBoolean(false));
  }

  private static @Nullable URI address(String issuer, ObjectNode document, String member) {
    String text = document.path(member).asString("");
    if (text.isEmpty()) {
      return null;
    }
    URI place = Places.of(text);
    if (place == null || !Places.secure(place)) {
      throw new Fault.Invalid(
          "the authorization server %s: its %s is '%s'; it must be an https URL, or on this machine"
              .formatted(issuer, member, Places.shown(text)));
    }
    return place;
  }

  private static List<String> texts(JsonNode array) {
    return array
        .valueStream()
        .filter(JsonNode::isString)
        .map(JsonNode::stringValue)
        .distinct()
        .toList();
  }
}
