package dev.cadre.credential;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where it is kept what authorization servers gave for MCP servers. Thread-safe. */
interface Grants {

  /**
   * A token for one server.
   *
   * @param scopes that were asked for
   * @param wanted scopes to ask for with the next consent, because these were not enough; empty
   *     when they are
   */
  record Grant(
      String server,
      String issuer,
      String resource,
      List<String> scopes,
      List<String> wanted,
      String sealedToken,
      Instant updatedAt) {
    public Grant {
      scopes = List.copyOf(scopes);
      wanted = List.copyOf(wanted);
    }

    @Override
    public String toString() {
      return "Grant[" + server + ", " + issuer + "]";
    }
  }

  /** A person on the way through a consent page. */
  record Consent(String stateHash, String server, String sealedRequest, Instant expiresAt) {
    @Override
    public String toString() {
      return "Consent[" + server + "]";
    }
  }

  /**
   * What an authorization server made of a registration.
   *
   * @param sealed the client, with its secret
   * @param expiresAt of the secret; null for never
   */
  record Registered(String issuer, String callback, String sealed, @Nullable Instant expiresAt) {
    @Override
    public String toString() {
      return "Registered[" + issuer + "]";
    }
  }

  Optional<Grant> find(String server);

  List<Grant> all();

  /** In place of what was there. */
  void keep(Grant grant);

  void want(String server, List<String> scopes);

  /** False when there was none. */
  boolean forget(String server);

  /**
   * Also removes what is too old at {@code now}.
   *
   * @throws dev.cadre.fault.Fault.QuotaExceeded when too many people are on their way
   */
  void begin(Consent consent, Instant now);

  /** Takes the state: it is good once. Empty when it is unknown, taken or too old. */
  Optional<Consent> take(String stateHash, Instant now);

  Optional<Registered> client(String issuer, String callback);

  void register(Registered client);

  void unregister(String issuer, String callback);
}
