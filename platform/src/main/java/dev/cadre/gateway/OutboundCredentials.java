package dev.cadre.gateway;

import dev.cadre.credential.Outbound;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Knows how targets are proved to who calls them. Thread-safe. */
@FunctionalInterface
public interface OutboundCredentials {

  /**
   * @param server the address of an MCP server, which can say itself what it wants for proof; null
   *     for other targets
   * @param configurations the API's {@code credentialProviderConfigurations}; missing or empty when
   *     the target has none
   * @throws dev.cadre.fault.Fault.Invalid for a kind that is not served, or a provider that is not
   *     there
   */
  Outbound forTarget(@Nullable URI server, JsonNode configurations);
}
