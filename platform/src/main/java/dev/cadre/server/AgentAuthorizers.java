package dev.cadre.server;

import dev.cadre.agent.Deployment;
import dev.cadre.agent.Deployments;
import dev.cadre.fault.Fault;
import dev.cadre.http.RequestHead;
import dev.cadre.identity.InboundAuthorizers;
import dev.cadre.identity.JwtConfig;
import dev.cadre.identity.JwtVerifier;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Agents that bring their own {@code customJWTAuthorizer}: identity asks, the control plane knows.
 */
final class AgentAuthorizers implements InboundAuthorizers {
  private static final Pattern INVOCATION =
      Pattern.compile("/runtimes/([^/]+)/(invocations|ws|commands|stopruntimesession)(/.*)?");
  private static final Pattern QUALIFIER = Pattern.compile("(?:^|&)qualifier=([^&]*)");
  private static final int MAX_KNOWN = 1_000;

  private final Deployments deployments;
  private final InstantSource clock;
  private final ConcurrentMap<JsonNode, JwtVerifier> verifiers = new ConcurrentHashMap<>();

  AgentAuthorizers(Deployments deployments, InstantSource clock) {
    this.deployments = deployments;
    this.clock = clock;
  }

  @Override
  public @Nullable JwtVerifier of(RequestHead head) {
    Matcher path = INVOCATION.matcher(head.rawPath());
    if (!path.matches()) {
      return null;
    }
    Matcher qualifier = QUALIFIER.matcher(head.rawQuery());
    try {
      Deployment deployment =
          deployments.resolveArn(
              decode(path.group(1)), qualifier.find() ? decode(qualifier.group(1)) : null);
      JsonNode authorizer = deployment.authorizer();
      return authorizer == null ? null : verifier(authorizer);
    } catch (Fault notServable) {
      // The route will say what is wrong, to a caller that has proved itself to the platform.
      return null;
    }
  }

  private JwtVerifier verifier(JsonNode authorizer) {
    if (verifiers.size() > MAX_KNOWN) {
      verifiers.clear();
    }
    return verifiers.computeIfAbsent(
        authorizer, rule -> new JwtVerifier(clock, config(rule.path("customJWTAuthorizer"))));
  }

  private static JwtConfig config(JsonNode rule) {
    List<JwtConfig.ClaimRule> claims = new ArrayList<>();
    for (JsonNode claim : rule.path("customClaims")) {
      JsonNode match = claim.path("authorizingClaimMatchValue");
      JsonNode value = match.path("claimMatchValue");
      Set<String> values = texts(value.path("matchValueStringList"));
      if (value.has("matchValueString")) {
        values.add(value.path("matchValueString").asString());
      }
      claims.add(
          new JwtConfig.ClaimRule(
              claim.path("inboundTokenClaimName").asString(),
              JwtConfig.ClaimRule.Operator.valueOf(match.path("claimMatchOperator").asString()),
              values));
    }
    return JwtConfig.discovered(
        URI.create(rule.path("discoveryUrl").asString()),
        texts(rule.path("allowedAudience")),
        texts(rule.path("allowedClients")),
        texts(rule.path("allowedScopes")),
        claims);
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new HashSet<>();
    array.forEach(text -> texts.add(text.asString()));
    return texts;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
