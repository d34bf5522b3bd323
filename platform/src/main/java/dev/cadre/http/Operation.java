package dev.cadre.http;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One operation of an AWS service over rest-json. Its method, URI and status come from the
 * service's model; what arrives has been checked against that model (required members, types,
 * lengths, ranges, patterns, enums).
 */
@FunctionalInterface
public interface Operation {

  /**
   * @param input the members of the operation's input shape from path, query, headers and body, by
   *     member name
   * @return the output's body members, or null for an empty body
   */
  @org.jspecify.annotations.Nullable
  JsonNode handle(Exchange exchange, ObjectNode input) throws Exception;
}
