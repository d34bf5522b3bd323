package dev.cadre.gateway;

import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One gateway as it was described.
 *
 * @param seq in the order of creation
 * @param definition the API's members that are kept as they came
 */
record Gateway(
    GatewayId id,
    long seq,
    String name,
    GatewayStatus status,
    ObjectNode definition,
    Instant createdAt,
    Instant updatedAt) {

  /** True when its tools are found by meaning. */
  boolean semantic() {
    return protocol().path("searchType").asString("").equals("SEMANTIC");
  }

  String instructions() {
    return protocol().path("instructions").asString("");
  }

  /** True when its whole list of tools is one answer. */
  boolean unpaged() {
    return protocol().path("disableMcpListToolsPagination").asBoolean(false);
  }

  private JsonNode protocol() {
    return definition.path("protocolConfiguration").path("mcp");
  }

  /** The JWT authorizer; missing when it has none. */
  JsonNode authorizer() {
    return definition.path("authorizerConfiguration").path("customJWTAuthorizer");
  }

  String authorizerType() {
    return definition.path("authorizerType").asString("");
  }
}
