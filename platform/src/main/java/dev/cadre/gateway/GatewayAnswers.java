package dev.cadre.gateway;

import dev.cadre.id.Arn;
import dev.cadre.json.Json;
import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Gateways and targets as the API shows them; its times are ISO 8601. */
final class GatewayAnswers {
  private final String region;
  private final String account;
  private final URI url;

  /**
   * @param url of the platform, as clients reach it
   */
  GatewayAnswers(URI url, GatewayConfig config) {
    this.region = config.region();
    this.account = config.account();
    this.url = url;
  }

  String arn(GatewayId id) {
    return new Arn("aws", "bedrock-agentcore", region, account, "gateway/" + id).toString();
  }

  /** A gateway in whole. */
  ObjectNode gateway(Gateway gateway) {
    ObjectNode whole =
        Json.object()
            .put("gatewayArn", arn(gateway.id()))
            .put("gatewayUrl", url.resolve("/gateways/" + gateway.id() + "/mcp").toString());
    whole.setAll(gatewaySummary(gateway));
    whole.setAll(gateway.definition());
    return whole;
  }

  /** A GatewaySummary. */
  ObjectNode gatewaySummary(Gateway gateway) {
    ObjectNode summary =
        Json.object()
            .put("gatewayId", gateway.id().value())
            .put("name", gateway.name())
            .put("status", gateway.status().name())
            .put("createdAt", time(gateway.createdAt()))
            .put("updatedAt", time(gateway.updatedAt()))
            .put("authorizerType", gateway.authorizerType())
            .put("protocolType", "MCP");
    String description = gateway.definition().path("description").asString(null);
    if (description != null) {
      summary.put("description", description);
    }
    return summary;
  }

  /** A GatewayTarget. */
  ObjectNode target(Target target) {
    ObjectNode whole = Json.object().put("gatewayArn", arn(target.gateway()));
    whole.setAll(common(target));
    ArrayNode reasons = whole.putArray("statusReasons");
    target.reasons().forEach(reasons::add);
    whole.putArray("credentialProviderConfigurations");
    whole.setAll(target.definition());
    return whole.put("name", target.name()).put("protocolType", "MCP");
  }

  /** A TargetSummary. */
  ObjectNode targetSummary(Target target) {
    ObjectNode summary = common(target);
    summary.put("targetType", type(target.configuration()));
    String description = target.definition().path("description").asString(null);
    if (description != null) {
      summary.put("description", description);
    }
    if (target.configuration() instanceof TargetConfiguration.McpServer server) {
      summary.put("listingMode", server.dynamic() ? "DYNAMIC" : "DEFAULT");
    }
    return summary;
  }

  private static String type(TargetConfiguration configuration) {
    return switch (configuration) {
      case TargetConfiguration.McpServer _, TargetConfiguration.BuiltIn _ -> "MCP_SERVER";
      case TargetConfiguration.Lambda _ -> "LAMBDA";
      case TargetConfiguration.OpenApi _ -> "OPEN_API_SCHEMA";
    };
  }

  private static ObjectNode common(Target target) {
    ObjectNode common =
        Json.object()
            .put("targetId", target.id().value())
            .put("name", target.name())
            .put("status", target.status().name())
            .put("createdAt", time(target.createdAt()))
            .put("updatedAt", time(target.updatedAt()));
    Instant answered = target.synchronizedAt();
    if (answered != null) {
      common.put("lastSynchronizedAt", time(answered));
    }
    return common;
  }

  private static String time(Instant instant) {
    return DateTimeFormatter.ISO_INSTANT.format(instant);
  }
}
