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
 * @param behalf for whom an agent calls; there for {@link Kind#AGENT} and no other
 */
public record Principal(
    String name,
    Kind kind,
    Set<String> scopes,
    @Nullable Session session,
    @Nullable Behalf behalf) {
  public static final Principal ANONYMOUS = new Principal("anonymous", Kind.ANONYMOUS, Set.of("*"));

  public Principal {
    scopes = Set.copyOf(scopes);
    if ((kind == Kind.SESSION) != (session != null)) {
      throw new IllegalArgumentException("a session's principal names its session, and no other");
    }
    if ((kind == Kind.AGENT) != (behalf != null)) {
      throw new IllegalArgumentException("an agent's principal says for whom, and no other");
    }
  }

  public Principal(String name, Kind kind, Set<String> scopes, @Nullable Session session) {
    this(name, kind, scopes, session, null);
  }

  public Principal(String name, Kind kind, Set<String> scopes) {
    this(name, kind, scopes, null);
  }

  /**
   * What a worker calls on behalf of.
   *
   * @param id null while the worker belongs to no session yet
   * @param trace of the session's latest invocation
   * @param origin of that invocation
   */
  public record Session(
      AgentRuntimeId agent, @Nullable SessionId id, Context trace, Origin origin) {
    public Session(AgentRuntimeId agent, @Nullable SessionId id, Context trace) {
      this(agent, id, trace, Origin.FIRST);
    }
  }

  /**
   * Where work comes from that an agent does.
   *
   * @param hops agents between whoever called first and that agent
   * @param payer the session whose budget pays; null for the agent's own
   */
  public record Origin(int hops, @Nullable String payer) {
    public static final Origin FIRST = new Origin(0, null);
  }

  /**
   * For whom an agent calls another.
   *
   * @param agent the calling agent's id
   * @param session the calling agent's
   * @param person whom the work is done for
   * @param hops agents between whoever called first and the called one
   * @param payer the session whose budget pays; null for that of the called agent
   * @param called the one session of the called agent that the call is good for
   */
  public record Behalf(
      AgentRuntimeId agent,
      String session,
      String person,
      int hops,
      @Nullable String payer,
      SessionId called) {}

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
    SESSION,
    /**
     * A pass that the platform gave one agent for a call of another; the name is that of the caller
     * who began the calling agent's session.
     */
    AGENT
  }

  /** How many agents stand between whoever called first and the one that is called. */
  public int hops() {
    if (behalf != null) {
      return behalf.hops();
    }
    return session == null || session.id() == null ? 0 : session.origin().hops() + 1;
  }

  /** The session whose budget pays for what is called; null for that of what is called. */
  public @Nullable String payer() {
    if (behalf != null) {
      return behalf.payer();
    }
    if (session == null || session.id() == null) {
      return null;
    }
    String payer = session.origin().payer();
    return payer == null ? session.id().value() : payer;
  }

  /** Where the work comes from that this caller wants done. */
  public Origin origin() {
    return new Origin(hops(), payer());
  }

  public boolean may(String scope) {
    return scopes.contains("*") || scopes.contains(scope);
  }
}
