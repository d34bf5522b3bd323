package dev.cadre.identity;

import dev.cadre.http.Principal;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens that this platform gave out: a session's, and {@code KEYID:SECRET}, an access key
 * in the hands of a client that cannot sign.
 */
final class IssuedTokens {
  private final SessionCredentials sessions;
  private final Signer.Registry keys;
  private final InstantSource clock;

  IssuedTokens(SessionCredentials sessions, Signer.Registry keys, InstantSource clock) {
    this.sessions = sessions;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * Whom the token stands for; null when it has neither form. A token of either form that is not
   * good, or no longer, is refused.
   */
  @Nullable Principal principal(String token) {
    if (token.startsWith(SessionCredentials.TOKEN_PREFIX)) {
      SessionCredential session = sessions.byToken(token);
      if (session == null) {
        throw Refusal.unknownKey();
      }
      return session.principal();
    }
    int colon = token.indexOf(':');
    return colon > 0 && AccessKeyId.isOne(token.substring(0, colon))
        ? ofKey(token.substring(0, colon), token.substring(colon + 1))
        : null;
  }

  private Principal ofKey(String id, String secret) {
    Signer signer = keys.find(id);
    if (signer == null || !SigningKey.equal(signer.secret(), secret)) {
      throw Refusal.unknownKey();
    }
    Instant expiresAt = signer.expiresAt();
    if (expiresAt != null && !clock.instant().isBefore(expiresAt)) {
      throw Refusal.expiredKey();
    }
    return signer.principal();
  }
}
