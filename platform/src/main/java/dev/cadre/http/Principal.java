package dev.cadre.http;

import java.util.Set;

/**
 * Who calls.
 *
 * @param name what logs and sessions show: an access key's name, a JWT's subject, or {@code
 *     anonymous}
 * @param kind how the caller proved it
 * @param scopes what it may do; {@code *} is everything
 */
public record Principal(String name, Kind kind, Set<String> scopes) {
  public static final Principal ANONYMOUS = new Principal("anonymous", Kind.ANONYMOUS, Set.of("*"));

  public Principal {
    scopes = Set.copyOf(scopes);
  }

  /** How a caller proved who it is. */
  public enum Kind {
    ANONYMOUS,
    ACCESS_KEY,
    JWT,
    /** The token in the state folder, from this machine. */
    ADMIN_TOKEN
  }

  public boolean may(String scope) {
    return scopes.contains("*") || scopes.contains(scope);
  }
}
