package dev.cadre.gateway;

import dev.cadre.credential.Outbound;
import dev.cadre.fault.Fault;
import dev.cadre.mcp.McpServer;
import dev.cadre.mcp.RemoteServer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Makes the server behind a target. Thread-safe. */
final class TargetServers {
  private static final String FUNCTION = ":function:";

  private final HttpClient http;
  private final TargetKinds kinds;
  private final OutboundCredentials credentials;
  private final @Nullable URI lambdaEndpoint;
  private final Duration limit;

  TargetServers(
      HttpClient http, TargetKinds kinds, OutboundCredentials credentials, GatewayConfig config) {
    this.http = http;
    this.kinds = kinds;
    this.credentials = credentials;
    this.lambdaEndpoint = config.lambdaEndpoint();
    this.limit = config.callLimit();
  }

  /**
   * Nothing is called before the server is asked.
   *
   * @throws Fault.Invalid naming what is wrong with the target's description
   */
  McpServer open(Target target) {
    JsonNode proofs = target.definition().path("credentialProviderConfigurations");
    return switch (target.configuration()) {
      case TargetConfiguration.McpServer server ->
          new RemoteServer(
              target.name(),
              http,
              server.endpoint(),
              credentials.forTarget(server.endpoint(), proofs),
              limit);
      case TargetConfiguration.BuiltIn(String name) ->
          kinds
              .builtIn(name)
              .orElseThrow(
                  () ->
                      new Fault.Invalid(
                          "this platform serves no '%s'; the configuration names them under servers"
                              .formatted(name)));
      case TargetConfiguration.Lambda lambda ->
          new LambdaServer(
              target, lambda.tools(), http, url(lambda.function()), ofFunction(proofs), limit);
      case TargetConfiguration.OpenApi(String document) ->
          kinds.openApi(target.name(), document, credentials.forTarget(null, proofs));
    };
  }

  /** The gateway's role is how AWS calls functions; over plain HTTP there is nothing to prove. */
  private Outbound ofFunction(JsonNode proofs) {
    boolean role =
        proofs.path(0).path("credentialProviderType").asString("").equals("GATEWAY_IAM_ROLE");
    return proofs.isEmpty() || role ? Outbound.NONE : credentials.forTarget(null, proofs);
  }

  private URI url(String function) {
    if (!function.startsWith("arn:")) {
      return URI.create(function);
    }
    if (lambdaEndpoint == null) {
      throw new Fault.Invalid(
          "lambda.lambdaArn '"
              + function
              + "': no endpoint is configured where functions are invoked; set"
              + " gateways.lambdaEndpoint, or give the function's http or https URL in its place");
    }
    String name = function.substring(function.indexOf(FUNCTION) + FUNCTION.length());
    return lambdaEndpoint.resolve(
        "/2015-03-31/functions/"
            + URLEncoder.encode(name, StandardCharsets.UTF_8)
            + "/invocations");
  }
}
