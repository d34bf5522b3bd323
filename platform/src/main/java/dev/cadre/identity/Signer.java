package dev.cadre.identity;

import dev.cadre.http.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who signs with an access key id, and with which secret.
 *
 * @param token which the request must carry beside the signature; null when the key needs none
 * @param expiresAt null when it never does
 */
record Signer(
    Principal principal, String secret, @Nullable String token, @Nullable Instant expiresAt) {

  /** Knows signers by their access key id. Thread-safe. */
  interface Registry {
    /** Null when nobody has the key, or no longer. */
    @Nullable Signer find(String accessKeyId);

    /** People's keys and workers', told apart by how their ids begin. */
    static Registry of(AccessKeys keys, SessionCredentials sessions) {
      return id ->
          id.startsWith(SessionCredentials.KEY_PREFIX) ? sessions.find(id) : keys.signer(id);
    }
  }

  /** Without secret and token, so that no log ever holds them. */
  @Override
  public String toString() {
    return "Signer[principal=" + principal.name() + "]";
  }
}
