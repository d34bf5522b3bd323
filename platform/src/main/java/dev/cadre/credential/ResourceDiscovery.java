package dev.cadre.credential;

import dev.cadre.fault.Fault;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds who gives tokens for a server: where its challenge says, else at the well-known address
 * with the server's path, else at the one of its host. Source: MCP, authorization, "Protected
 * Resource Metadata Discovery Requirements"; RFC 9728, 3.
 */
final class ResourceDiscovery {
  private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";
  private static final int MAX_SCOPES = 100;

  private final Documents documents;

  ResourceDiscovery(Documents documents) {
    this.documents = documents;
  }

  /**
   * Empty for a server without metadata, which is not one of OAuth.
   *
   * @throws Fault.Unavailable when its metadata cannot be read
   * @throws Fault.Invalid when they are of another server, or name nobody who gives tokens
   */
  Optional<ProtectedResource> find(URI server, Challenge challenge) throws InterruptedException {
    for (URI place : places(server, challenge.metadata())) {
      try {
        Optional<ObjectNode> document = documents.find(place);
        if (document.isPresent()) {
          return Optional.of(read(server, document.get()));
        }
      } catch (Documents.Unreadable e) {
        throw new Fault.Unavailable(
            "the MCP server at %s: its metadata at %s %s".formatted(server, place, e.getMessage()));
      }
    }
    return Optional.empty();
  }

  private static List<URI> places(URI server, @Nullable String said) {
    List<URI> places = new ArrayList<>();
    if (said != null) {
      places.add(secure(server, said, "the address of its metadata"));
      return places;
    }
    String path = server.getRawPath() == null ? "" : server.getRawPath();
    if (path.length() > 1) {
      places.add(server.resolve(WELL_KNOWN + path));
    }
    places.add(server.resolve(WELL_KNOWN));
    return places;
  }

  private static ProtectedResource read(URI server, ObjectNode document) {
    String resource = document.path("resource").asString("");
    if (!covers(resource, server)) {
      throw new Fault.Invalid(
          "the MCP server at %s: its metadata are of '%s', which is another server; no token is asked for"
              .formatted(server, Places.shown(resource)));
    }
    String issuer = document.path("authorization_servers").path(0).asString("");
    var _ = secure(server, issuer, "its authorization server");
    List<String> scopes = new ArrayList<>();
    for (JsonNode scope : document.path("scopes_supported")) {
      if (scope.isString() && scopes.size() < MAX_SCOPES) {
        scopes.add(scope.stringValue());
      }
    }
    return new ProtectedResource(resource, issuer, scopes);
  }

  /** True for the server itself, and for a place on the same host that its path is below. */
  static boolean covers(String resource, URI server) {
    URI place = Places.of(resource);
    if (place == null || place.getRawFragment() != null || !Places.sameOrigin(place, server)) {
      return false;
    }
    String above = slashed(place.getRawPath());
    return slashed(server.getRawPath()).startsWith(above);
  }

  private static String slashed(@Nullable String path) {
    String whole = path == null ? "" : path;
    return whole.endsWith("/") ? whole : whole + "/";
  }

  private static URI secure(URI server, String text, String what) {
    URI place = Places.of(text);
    if (place == null || !Places.secure(place)) {
      throw new Fault.Invalid(
          "the MCP server at %s: %s is '%s'; it must be an https URL, or on this machine"
              .formatted(server, what, Places.shown(text)));
    }
    return place;
  }
}
