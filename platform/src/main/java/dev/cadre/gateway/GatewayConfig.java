package dev.cadre.gateway;

import dev.cadre.config.Section;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * @param lambdaEndpoint where functions that are named by an ARN are invoked; null for nowhere
 * @param maxGateways of the platform
 * @param maxTargets of one gateway
 * @param maxTools of one target
 * @param maxCalls of one target at a time
 * @param callLimit how long a target may take for one call
 * @param listLimit how long a target may take to tell all it offers
 * @param watch how often it is looked whether another node changed a gateway
 */
public record GatewayConfig(
    String region,
    String account,
    @Nullable URI lambdaEndpoint,
    int maxGateways,
    int maxTargets,
    int maxTools,
    int maxCalls,
    Duration callLimit,
    Duration listLimit,
    Duration watch) {

  /** AgentCore's quotas, and a minute for each call. */
  public static GatewayConfig defaults(String region, String account) {
    return new GatewayConfig(
        region,
        account,
        null,
        1_000,
        100,
        1_000,
        100,
        Duration.ofMinutes(1),
        Duration.ofMinutes(1),
        Duration.ofSeconds(1));
  }

  /** These limits, read from their section of the configuration file. */
  public static GatewayConfig read(Section section, String region, String account) {
    GatewayConfig defaults = defaults(region, account);
    Duration second = Duration.ofSeconds(1);
    Duration most = Duration.ofMinutes(15);
    String lambda = section.text("lambdaEndpoint", "");
    return new GatewayConfig(
        region,
        account,
        lambda.isEmpty() ? null : URI.create(lambda),
        section.integer("max", defaults.maxGateways(), 1, 100_000),
        section.integer("maxTargets", defaults.maxTargets(), 1, 1_000),
        section.integer("maxTools", defaults.maxTools(), 1, 10_000),
        section.integer("maxCalls", defaults.maxCalls(), 1, 10_000),
        section.duration("callLimit", defaults.callLimit(), second, most),
        section.duration("listLimit", defaults.listLimit(), second, most),
        defaults.watch());
  }
}
