package dev.cadre.http;

import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.SessionId;
import io.opentelemetry.context.Context;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who calls.
 *
 * @param name what logs and sessions show: an access key's name, a JWT's subject, or {@code
 *     anonymous}
 * @param kind how the caller proved it
 * @param scopes what it may do; {@code *} is everything
 * @param session in which the caller runs; there for {@link Kind#SESSION} and no other
 */
public record Principal(String name, Kind kind, Set<String> scopes, @Nullable Session session) {
  public static final Principal ANONYMOUS = new Principal("anonymous", Kind.ANONYMOUS, Set.of("*"));

  public Principal {
    scopes = Set.copyOf(scopes);
    if ((kind == Kind.SESSION) != (session != null)) {
      throw new IllegalArgumentException("a session's principal names its session, and no other");
    }
  }

  public Principal(String name, Kind kind, Set<String> scopes) {
    this(name, kind, scopes, null);
  }

  /**
   * What a worker calls on behalf of.
   *
   * @param id null while the worker belongs to no session yet
   * @param trace of the session's latest invocation
   */
  public record Session(AgentRuntimeId agent, @Nullable SessionId id, Context trace) {}

  /** How a caller proved who it is. */
  public enum Kind {
    ANONYMOUS,
    ACCESS_KEY,
    JWT,
    /** The token in the state folder, from this machine. */
    ADMIN_TOKEN,
    /**
     * The credentials of a session's worker; the name is that of the caller who began the session.
     */
    SESSION
  }

  public boolean may(String scope) {
    return scopes.contains("*") || scopes.contains(scope);
  }
}
