package dev.cadre.identity;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An access key without its secret.
 *
 * @param scopes what it may do; {@code *} is everything
 * @param createdBy the name of the principal that made it
 * @param expiresAt null when it never does
 */
record AccessKey(
    AccessKeyId id,
    String name,
    Set<String> scopes,
    Instant createdAt,
    String createdBy,
    @Nullable Instant expiresAt) {
  public AccessKey {
    scopes = Set.copyOf(scopes);
  }

  /** The one moment at which the secret is shown. */
  record Created(AccessKey key, String secret) {
    /** Without the secret, so that no log ever holds it. */
    @Override
    public String toString() {
      return "Created[key=" + key + "]";
    }
  }
}
