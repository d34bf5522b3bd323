package dev.cadre.server;

import dev.cadre.agent.Deployment;
import dev.cadre.agent.Deployments;
import dev.cadre.agent.Protocol;
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
      Pattern.compile(
          "/runtimes/(?<runtime>[^/]+)/(invocations|ws|commands|stopruntimesession)(/.*)?"
              + "|/a2a/(?<agent>[^/]+)(/.*)?");

  /** What an agent is for, everybody may read who may call it. */
  private static final Pattern CARD =
      Pattern.compile("/a2a/([^/]+)/\\.well-known/agent(-card)?\\.json");

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
        || Entrances.isMetadata(head.rawPath())
        || publicCard(head);
  }

  @Override
  public @Nullable URI metadata(RequestHead head) {
    String path = gateways.metadata(head.rawPath());
    return path == null ? null : url.resolve(path);
  }

  /** Of an agent that has to be started to say what it is, only who may start it gets the card. */
  private boolean publicCard(RequestHead head) {
    Matcher path = CARD.matcher(head.rawPath());
    if (!head.method().equals("GET") || !path.matches()) {
      return false;
    }
    try {
      return deployments.resolveArn(decode(path.group(1)), null).protocol() != Protocol.A2A;
    } catch (Fault notServable) {
      return false;
    }
  }

  private @Nullable JsonNode ofAgent(RequestHead head) {
    Matcher path = INVOCATION.matcher(head.rawPath());
    if (!path.matches()) {
      return null;
    }
    Matcher qualifier = QUALIFIER.matcher(head.rawQuery());
    String agent = path.group("runtime") == null ? path.group("agent") : path.group("runtime");
    try {
      Deployment deployment =
          deployments.resolveArn(
              decode(agent), qualifier.find() ? decode(qualifier.group(1)) : null);
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
