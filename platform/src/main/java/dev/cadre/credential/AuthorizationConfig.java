package dev.cadre.credential;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the platform is known to the authorization servers of MCP servers.
 *
 * @param platform where people reach it
 * @param callback where their browsers come back to
 * @param document the https URL of the platform's client metadata; null when it has none that
 *     everybody can read
 * @param servers what is set for single servers, by their address
 * @param life how long a person may take to consent
 * @param cache how long a change made on another node may go unseen
 */
public record AuthorizationConfig(
    URI platform,
    URI callback,
    @Nullable URI document,
    Map<URI, ServerAuthorization> servers,
    Duration life,
    Duration cache) {
  static final String CLIENT_PATH = "/identities/oauth2/client";

  public AuthorizationConfig {
    servers = Map.copyOf(servers);
  }

  /**
   * @param platform as this process knows its own address
   * @param publicly where browsers and authorization servers reach the platform; null for {@code
   *     platform}
   */
  public static AuthorizationConfig of(
      URI platform, @Nullable URI publicly, Map<URI, ServerAuthorization> servers) {
    URI reached = publicly == null ? platform : publicly;
    boolean readable = "https".equals(reached.getScheme()) && !Places.thisMachine(reached);
    return new AuthorizationConfig(
        reached,
        reached.resolve(CallbackRoute.PATH),
        readable ? reached.resolve(CLIENT_PATH) : null,
        servers,
        Duration.ofMinutes(10),
        Duration.ofSeconds(10));
  }

  ServerAuthorization of(URI server) {
    return servers.getOrDefault(server, ServerAuthorization.DISCOVERED);
  }
}
