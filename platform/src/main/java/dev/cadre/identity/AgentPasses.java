package dev.cadre.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cadre.fault.Fault;
import dev.cadre.http.Principal;
import dev.cadre.http.RequestHead;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.SessionId;
import dev.cadre.json.Json;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Passes with which one agent calls another over HTTP: for that one agent, in one session of it, in
 * the name of one session, for minutes. Every node that shares the master key accepts them; nothing
 * is kept of them. Thread-safe.
 *
 * <p>{@code cadre-agent-}, the claims as JSON in base64url, a dot, their HMAC-SHA256 in base64url.
 */
public final class AgentPasses {
  static final String PREFIX = "cadre-agent-";
  static final Duration LIFE = Duration.ofMinutes(5);
  private static final String HMAC = "HmacSHA256";
  private static final int MAX_LENGTH = 4_096;
  private static final String SESSION = "x-amzn-bedrock-agentcore-runtime-session-id";

  /** Where a pass is good, and the agent it must be for. */
  private static final Pattern PATH =
      Pattern.compile("/a2a/(?<agent>[^/]+)(/.*)?|/runtimes/(?<runtime>[^/]+)/invocations/?");

  private final SecretKey key;
  private final InstantSource clock;

  /**
   * Who calls whom.
   *
   * @param tenant the name of the principal that began the calling agent's session
   * @param agent the calling agent's id
   * @param session the calling agent's
   * @param person whom the work is done for
   * @param hops agents between whoever called first and the called one
   * @param payer the session whose budget pays; null for the called agent's own
   * @param callee as the address has it: the agent's name, id or ARN
   * @param called the callee's session in which it is called
   */
  public record Claims(
      String tenant,
      AgentRuntimeId agent,
      String session,
      String person,
      int hops,
      @Nullable String payer,
      String callee,
      SessionId called) {}

  AgentPasses(Vault vault, InstantSource clock) {
    this.key = vault.derived("passes of agents");
    this.clock = clock;
  }

  /** A bearer token for one agent's calls of another; good for five minutes. */
  public String issue(Claims claims) {
    ObjectNode json =
        Json.object()
            .put("tenant", claims.tenant())
            .put("agent", claims.agent().value())
            .put("session", claims.session())
            .put("person", claims.person())
            .put("hops", claims.hops())
            .put("payer", claims.payer())
            .put("callee", claims.callee())
            .put("called", claims.called().value())
            .put("expires", clock.instant().plus(LIFE).getEpochSecond());
    String body = Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(json));
    return PREFIX + body + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(mac(body));
  }

  /**
   * Whom the token stands for; null when it is no pass. One that is not good, no longer, or for
   * another agent or session than this request's is refused. Where a request names its session
   * elsewhere than in the header, whoever reads it compares it with {@link
   * Principal.Behalf#called}.
   */
  @Nullable Principal principal(String token, RequestHead head) {
    if (!token.startsWith(PREFIX)) {
      return null;
    }
    JsonNode claims = verified(token.substring(PREFIX.length()));
    if (!clock.instant().isBefore(Instant.ofEpochSecond(claims.path("expires").asLong()))) {
      throw Refusal.token("the agent's pass is no longer good; it is for five minutes");
    }
    if (!claims.path("callee").asString("").equals(callee(head))) {
      throw Refusal.denied("the agent's pass is for another agent");
    }
    SessionId called = new SessionId(claims.path("called").asString(""));
    requireSession(called, head);
    Principal.Behalf behalf =
        new Principal.Behalf(
            new AgentRuntimeId(claims.path("agent").asString("")),
            claims.path("session").asString(""),
            claims.path("person").asString(""),
            claims.path("hops").asInt(),
            claims.path("payer").isString() ? claims.path("payer").asString() : null,
            called);
    return new Principal(
        claims.path("tenant").asString(""), Principal.Kind.AGENT, Set.of("invoke"), null, behalf);
  }

  /** An invocation without a session would begin one of its own. */
  private static void requireSession(SessionId called, RequestHead head) {
    Matcher path = PATH.matcher(head.rawPath());
    boolean mustName = path.matches() && path.group("runtime") != null;
    String named = head.header(SESSION).orElse(mustName ? "" : called.value());
    if (!named.equals(called.value())) {
      throw Refusal.denied("the agent's pass is for another session of the agent it calls");
    }
  }

  private JsonNode verified(String pass) {
    int dot = pass.indexOf('.');
    if (dot < 0 || pass.length() > MAX_LENGTH) {
      throw Refusal.token("the agent's pass is not one of this platform's");
    }
    String body = pass.substring(0, dot);
    try {
      byte[] given = Base64.getUrlDecoder().decode(pass.substring(dot + 1));
      if (MessageDigest.isEqual(mac(body), given)) {
        return Json.parse(Base64.getUrlDecoder().decode(body));
      }
    } catch (IllegalArgumentException | Fault.Invalid e) {
      // As good as a wrong signature.
    }
    throw Refusal.token("the agent's pass is not one of this platform's");
  }

  private static String callee(RequestHead head) {
    Matcher path = PATH.matcher(head.rawPath());
    if (!path.matches()) {
      return "";
    }
    String name = path.group("agent") == null ? path.group("runtime") : path.group("agent");
    return URLDecoder.decode(name.replace("+", "%2B"), UTF_8);
  }

  private byte[] mac(String body) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac.doFinal(body.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }
}
