package dev.cadre.identity;

import dev.cadre.http.Principal;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.SessionId;
import io.opentelemetry.context.Context;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What one worker proves itself with: an access key for AWS's clients, whose session token is also
 * the bearer token for OpenAI's. Good until it is closed. Thread-safe.
 */
public final class SessionCredential implements AutoCloseable {
  private final AgentRuntimeId agent;
  private final String accessKeyId;
  private final String secretAccessKey;
  private final String token;
  private final Set<String> scopes;
  private final Consumer<SessionCredential> ended;
  private volatile Supplier<Principal> principal;

  SessionCredential(
      AgentRuntimeId agent,
      String accessKeyId,
      String secretAccessKey,
      String token,
      Set<String> scopes,
      Consumer<SessionCredential> ended) {
    this.agent = agent;
    this.accessKeyId = accessKeyId;
    this.secretAccessKey = secretAccessKey;
    this.token = token;
    this.scopes = Set.copyOf(scopes);
    this.ended = ended;
    // Before it has a session, a worker is nobody's but its agent's.
    Principal.Session none = new Principal.Session(agent, null, Context.root());
    Principal waiting = new Principal(agent.value(), Principal.Kind.SESSION, scopes, none);
    this.principal = () -> waiting;
  }

  public String accessKeyId() {
    return accessKeyId;
  }

  public String secretAccessKey() {
    return secretAccessKey;
  }

  public String token() {
    return token;
  }

  /**
   * Every call from now on is made in this session.
   *
   * @param tenant the name of the principal that began the session
   * @param trace asked on each call: the trace of the session's latest invocation
   * @param origin asked on each call: where that invocation came from
   */
  public void assign(
      String tenant,
      SessionId session,
      Supplier<Context> trace,
      Supplier<Principal.Origin> origin) {
    principal =
        () ->
            new Principal(
                tenant,
                Principal.Kind.SESSION,
                scopes,
                new Principal.Session(agent, session, trace.get(), origin.get()));
  }

  Principal principal() {
    return principal.get();
  }

  /** From now on it proves nothing. */
  @Override
  public void close() {
    ended.accept(this);
  }

  /** Without secret and token, so that no log ever holds them. */
  @Override
  public String toString() {
    return "SessionCredential[" + accessKeyId + " of " + agent + "]";
  }
}
