package dev.cadre.identity;

import dev.cadre.http.Authenticator;
import dev.cadre.http.Routes;
import dev.cadre.store.Sql;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The feature's parts, wired: proof of callers, access keys, and the vault of secrets. */
public final class Identity {
  private final Vault vault;
  private final KeyRoutes routes;
  private final Authenticator authenticator;
  private final SessionCredentials sessions;
  private final AgentPasses passes;
  private final @Nullable JwtVerifier issuer;

  /**
   * Makes {@code master.key} and {@code admin-token} in the state folder at the first start, both
   * for the platform's user alone.
   *
   * @param agents which agents bring their own issuer; asked on each request
   */
  public Identity(
      Sql sql,
      Path stateFolder,
      InstantSource clock,
      SecureRandom random,
      InboundAuthorizers agents,
      IdentityConfig config)
      throws IOException {
    vault = Vault.at(stateFolder.resolve("master.key"), random);
    AdminToken admin = AdminToken.at(stateFolder.resolve("admin-token"), random);
    AccessKeys keys =
        new AccessKeys(new AccessKeyTable(sql), vault, clock, random, config.keyCache());
    routes = new KeyRoutes(keys);
    JwtConfig jwt = config.jwt();
    issuer = jwt == null ? null : new JwtVerifier(clock, jwt);
    sessions = new SessionCredentials(random, config.sessionScopes());
    passes = new AgentPasses(vault, clock);
    IssuedTokens issued = new IssuedTokens(sessions, keys::signer, clock);
    authenticator =
        switch (config.mode()) {
          case DEV ->
              new DevAuthentication(
                  new SigV4Authenticator(sessions, clock, config), issued, passes, config);
          case REQUIRED ->
              new Authentication(
                  new SigV4Authenticator(Signer.Registry.of(keys, sessions), clock, config),
                  issued,
                  passes,
                  admin,
                  agents,
                  issuer,
                  config);
        };
  }

  /** For the workers of sessions. */
  public SessionCredentials sessions() {
    return sessions;
  }

  /** For agents that call each other over HTTP. */
  public AgentPasses passes() {
    return passes;
  }

  public Authenticator authenticator() {
    return authenticator;
  }

  /** Binds {@code /cadre/v1/keys}. */
  public void bind(Routes to) {
    routes.bind(to);
  }

  /**
   * The person that a token of the platform's issuer names.
   *
   * @throws dev.cadre.fault.Fault.Unauthenticated when it does not hold, or there is no issuer
   */
  public String user(String token) {
    if (issuer == null) {
      throw Refusal.token(
          "this platform knows no issuer of people's tokens; set 'issuer' in its configuration");
    }
    return issuer.verify(token).name();
  }

  /** For other features' secrets at rest. */
  public Vault vault() {
    return vault;
  }
}
