package dev.cadre.server;

import dev.cadre.agent.Deployment;
import dev.cadre.agent.Deployments;
import dev.cadre.fault.Fault;
import dev.cadre.gateway.Entrances;
import dev.cadre.http.RequestHead;
import dev.cadre.identity.CustomJwtAuthorizers;
import dev.cadre.identity.InboundAuthorizers;
import dev.cadre.identity.JwtVerifier;
import dev.cadre.object.ObjectFeature;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Agents and gateways that bring their own {@code customJWTAuthorizer}: identity asks, the control
 * plane knows. URLs of uploads bring their own proof.
 */
final class Authorizers implements InboundAuthorizers {
  private static final Pattern INVOCATION =
      Pattern.compile("/runtimes/([^/]+)/(invocations|ws|commands|stopruntimesession)(/.*)?");
  private static final Pattern QUALIFIER = Pattern.compile("(?:^|&)qualifier=([^&]*)");

  private final Deployments deployments;
  private final Entrances gateways;
  private final CustomJwtAuthorizers verifiers;
  private final URI url;

  /**
   * @param url of the platform, as clients reach it
   */
  Authorizers(Deployments deployments, Entrances gateways, InstantSource clock, URI url) {
    this.url = url;
    this.deployments = deployments;
    this.gateways = gateways;
    this.verifiers = new CustomJwtAuthorizers(clock);
  }

  @Override
  public @Nullable JwtVerifier of(RequestHead head) {
    JsonNode rule =
        switch (gateways.of(head.rawPath())) {
          case Entrances.Entrance.Token(JsonNode own) -> own;
          case Entrances.Entrance.Open _, Entrances.Entrance.Platform _ -> ofAgent(head);
        };
    return rule == null ? null : verifiers.verifier(rule);
  }

  @Override
  public boolean open(RequestHead head) {
    return ObjectFeature.presigned(head)
        || gateways.of(head.rawPath()) instanceof Entrances.Entrance.Open
        || Entrances.isMetadata(head.rawPath());
  }

  @Override
  public @Nullable URI metadata(RequestHead head) {
    String path = gateways.metadata(head.rawPath());
    return path == null ? null : url.resolve(path);
  }

  private @Nullable JsonNode ofAgent(RequestHead head) {
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
      return authorizer == null ? null : authorizer.path("customJWTAuthorizer");
    } catch (Fault notServable) {
      // The route will say what is wrong, to a caller that has proved itself to the platform.
      return null;
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
