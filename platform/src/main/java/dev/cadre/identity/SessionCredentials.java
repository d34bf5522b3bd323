package dev.cadre.identity;

import dev.cadre.id.AgentRuntimeId;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The credentials of this platform's workers. They are in memory only: workers end with the
 * platform, and there are as many credentials as workers. Thread-safe.
 */
public final class SessionCredentials implements Signer.Registry {
  static final String KEY_PREFIX = "CADS";
  static final String TOKEN_PREFIX = "cadre-session-";
  private static final int TOKEN_RANDOM = 43;

  private final SecureRandom random;
  private final Set<String> scopes;
  private final Map<String, SessionCredential> byKey = new ConcurrentHashMap<>();

  /** By a hash, so that the time of a look-up tells nothing of the tokens there are. */
  private final Map<String, SessionCredential> byToken = new ConcurrentHashMap<>();

  /**
   * @param scopes what a session may do
   */
  SessionCredentials(SecureRandom random, Set<String> scopes) {
    this.random = random;
    this.scopes = Set.copyOf(scopes);
  }

  /** Makes the credentials of a worker that is about to start. */
  public SessionCredential issue(AgentRuntimeId agent) {
    SessionCredential made =
        new SessionCredential(
            agent,
            KEY_PREFIX + AccessKeys.randomId(random),
            AccessKeys.randomSecret(random),
            TOKEN_PREFIX + AccessKeys.randomText(random, TOKEN_RANDOM),
            scopes,
            this::forget);
    byKey.put(made.accessKeyId(), made);
    byToken.put(SigningKey.sha256(made.token()), made);
    return made;
  }

  private void forget(SessionCredential ended) {
    byKey.remove(ended.accessKeyId());
    byToken.remove(SigningKey.sha256(ended.token()));
  }

  @Override
  public @Nullable Signer find(String accessKeyId) {
    SessionCredential found = byKey.get(accessKeyId);
    return found == null
        ? null
        : new Signer(found.principal(), found.secretAccessKey(), found.token(), null);
  }

  /** The credentials with this token; null when there are none, or no longer. */
  @Nullable SessionCredential byToken(String token) {
    return byToken.get(SigningKey.sha256(token));
  }
}
