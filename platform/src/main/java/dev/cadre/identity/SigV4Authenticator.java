package dev.cadre.identity;

import dev.cadre.http.Authenticator.Grant;
import dev.cadre.http.Authenticator.Payload;
import dev.cadre.http.RequestHead;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Verifies AWS Signature Version 4 against the keys that the platform issued. */
final class SigV4Authenticator {
  private static final String CONTENT_HASH = "x-amz-content-sha256";
  private static final String SECURITY_TOKEN = "x-amz-security-token";
  private static final String SESSION_ID = "x-amzn-bedrock-agentcore-runtime-session-id";

  /** Stands in for an unknown key's secret, so that the answer takes as long. */
  private static final String NO_SECRET = "0".repeat(40);

  private final Signer.Registry keys;
  private final InstantSource clock;
  private final Duration skew;
  private final ClaimReader reader;

  SigV4Authenticator(Signer.Registry keys, InstantSource clock, IdentityConfig config) {
    this.keys = keys;
    this.clock = clock;
    this.skew = config.clockSkew();
    this.reader = new ClaimReader(config.services());
  }

  /**
   * @param authorization the header's value, or null when the query carries the signature
   */
  Grant authenticate(@Nullable String authorization, RequestHead head, Query query, Payload payload)
      throws IOException {
    Claim claim =
        authorization == null ? reader.ofQuery(query) : reader.ofHeader(authorization, head, query);
    checkTime(claim);
    checkSigned(head, claim);
    Signer signer = keys.find(claim.scope().accessKeyId());
    String stated = statedHash(head, claim);
    if (stated == null && signer == null) {
      // Reading a body to hash it is work that a stranger does not get.
      throw Refusal.unknownKey();
    }
    String hash = stated == null ? payload.sha256() : stated;
    SigningKey key = SigningKey.of(signer == null ? NO_SECRET : signer.secret(), claim.scope());
    boolean proven = proves(key, head, claim, hash);
    if (signer == null) {
      throw Refusal.unknownKey();
    }
    if (!proven) {
      throw Refusal.signature();
    }
    checkToken(signer, head, claim);
    checkAlive(signer);
    PayloadForm form = stated == null ? new PayloadForm.Plain() : PayloadForm.of(stated);
    return new Grant(
        signer.principal(), body -> form.verified(body, head, new ChunkSigner(key, claim)));
  }

  private void checkTime(Claim claim) {
    Instant now = clock.instant();
    Instant signed = claim.signedAt();
    Duration expires = claim.expires();
    Instant earliest = now.minus(expires == null ? skew : expires);
    if (signed.isBefore(earliest)) {
      throw Refusal.invalid(
          "Signature expired: "
              + claim.amzDate()
              + " is now earlier than "
              + Claim.amzDate(earliest)
              + " ("
              + Claim.amzDate(now)
              + (expires == null
                  ? " - " + skew.toMinutes() + " min.)"
                  : " - " + expires.toSeconds() + " s)"));
    }
    if (signed.isAfter(now.plus(skew))) {
      throw Refusal.invalid(
          "Signature not yet current: "
              + claim.amzDate()
              + " is still later than "
              + Claim.amzDate(now.plus(skew))
              + " ("
              + Claim.amzDate(now)
              + " + "
              + skew.toMinutes()
              + " min.)");
    }
  }

  /**
   * A header that says whose session it is, or what the body hashes to, is worth nothing unsigned.
   */
  private static void checkSigned(RequestHead head, Claim claim) {
    // AWS's own AgentCoreRuntimeClient adds the session to a WebSocket's handshake after signing.
    String free = "websocket".equalsIgnoreCase(head.header("upgrade").orElse("")) ? SESSION_ID : "";
    for (String name : head.headers().keySet()) {
      boolean matters =
          (name.startsWith("x-amzn-bedrock-agentcore-") && !name.equals(free))
              || name.equals(SECURITY_TOKEN)
              || name.equals("x-amz-target")
              || (name.equals(CONTENT_HASH) && claim.expires() == null);
      if (matters && !claim.signedHeaders().contains(name)) {
        throw Refusal.invalid(
            "There were headers present in the request which were not signed: " + name);
      }
    }
  }

  private static @Nullable String statedHash(RequestHead head, Claim claim) {
    List<String> values = head.headers().getOrDefault(CONTENT_HASH, List.of());
    if (values.size() > 1) {
      throw Refusal.incomplete(
          "the request has 'x-amz-content-sha256' " + values.size() + " times");
    }
    if (!values.isEmpty()) {
      return values.getFirst();
    }
    if (claim.expires() != null) {
      String inQuery = claim.query().only("X-Amz-Content-Sha256");
      return inQuery.isEmpty() ? null : inQuery;
    }
    return null;
  }

  private static boolean proves(SigningKey key, RequestHead head, Claim claim, String hash) {
    String host = head.header("host").orElse("");
    // Some SDKs sign the host of a WebSocket without its port.
    return matches(key, head, claim, host, hash)
        || (!withoutPort(host).equals(host) && matches(key, head, claim, withoutPort(host), hash));
  }

  private static boolean matches(
      SigningKey key, RequestHead head, Claim claim, String host, String hash) {
    String canonical = CanonicalRequest.of(head, claim, host, hash);
    String toSign =
        Claim.ALGORITHM
            + "\n"
            + claim.amzDate()
            + "\n"
            + claim.scope()
            + "\n"
            + SigningKey.sha256(canonical);
    return SigningKey.equal(key.sign(toSign), claim.signature());
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    boolean port = colon > host.lastIndexOf(']') && colon >= 0;
    return port ? host.substring(0, colon) : host;
  }

  /** A session's key is worth nothing without its token. */
  private static void checkToken(Signer signer, RequestHead head, Claim claim) {
    String token = signer.token();
    if (token == null) {
      return;
    }
    String given =
        claim.expires() == null
            ? head.header(SECURITY_TOKEN).orElse("")
            : claim.query().only("X-Amz-Security-Token");
    if (!SigningKey.equal(token, given)) {
      throw Refusal.unknownKey();
    }
  }

  private void checkAlive(Signer signer) {
    Instant expiresAt = signer.expiresAt();
    if (expiresAt != null && !clock.instant().isBefore(expiresAt)) {
      throw Refusal.expiredKey();
    }
  }
}
