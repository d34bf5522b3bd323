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
    @Nullable JwtVerifier issuer = jwt == null ? null : new JwtVerifier(clock, jwt);
    authenticator =
        switch (config.mode()) {
          case DEV -> new DevAuthentication(config);
          case REQUIRED ->
              new Authentication(
                  new SigV4Authenticator(keys, clock, config), admin, agents, issuer, config);
        };
  }

  public Authenticator authenticator() {
    return authenticator;
  }

  /** Binds {@code /cadre/v1/keys}. */
  public void bind(Routes to) {
    routes.bind(to);
  }

  /** For other features' secrets at rest. */
  public Vault vault() {
    return vault;
  }
}
