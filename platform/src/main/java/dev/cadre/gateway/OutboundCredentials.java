package dev.cadre.gateway;

import dev.cadre.credential.Outbound;
import tools.jackson.databind.JsonNode;

/** Knows how targets are proved to who calls them. Thread-safe. */
@FunctionalInterface
public interface OutboundCredentials {

  /**
   * @param configurations the API's {@code credentialProviderConfigurations}; missing or empty when
   *     the target has none
   * @throws dev.cadre.fault.Fault.Invalid for a kind that is not served, or a provider that is not
   *     there
   */
  Outbound forTarget(JsonNode configurations);
}
