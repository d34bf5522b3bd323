package dev.cadre.credential;

import dev.cadre.id.IdSource;
import dev.cadre.identity.Vault;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Authorization at MCP servers without a database, with a person who consents to everything. */
public final class Consenting {
  private final HttpClient browser;
  private final Authorizations authorizations;
  final MemoryGrants grants = new MemoryGrants();

  /**
   * @param http follows no redirects
   * @param document the URL of the platform's client metadata; null when it has none
   */
  public Consenting(
      HttpClient http,
      InstantSource clock,
      @Nullable URI document,
      Map<URI, ServerAuthorization> servers) {
    SecureRandom random = new SecureRandom();
    URI platform = URI.create("http://127.0.0.1:7070");
    this.browser = http;
    this.authorizations =
        CredentialFeature.authorizations(
            grants,
            Vault.transientOne(random),
            http,
            clock,
            new IdSource(random),
            new AuthorizationConfig(
                platform,
                platform.resolve(CallbackRoute.PATH),
                document,
                servers,
                Duration.ofMinutes(10),
                Duration.ofSeconds(10)));
  }

  public Authorizations authorizations() {
    return authorizations;
  }

  /**
   * Opens the consent page of {@code server} and comes back.
   *
   * @return what the person is told
   * @throws dev.cadre.fault.Fault when there is no page, or its answer is refused
   */
  public String consent(URI server) throws Exception {
    return arrive(visit(authorizations.begin(server)));
  }

  /** What the page's answer, which redirects the browser, carries. */
  Map<String, String> visit(URI page) throws Exception {
    HttpResponse<Void> answer =
        browser.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.discarding());
    URI back = URI.create(answer.headers().firstValue("Location").orElseThrow());
    return query(back);
  }

  String arrive(Map<String, String> brought) throws Exception {
    return authorizations
        .arrived(
            new Consents.Answer(
                brought.getOrDefault("state", ""),
                brought.get("code"),
                brought.get("iss"),
                brought.get("error")))
        .orElseThrow(() -> new AssertionError("the state is not known"));
  }

  static Map<String, String> query(URI uri) {
    Map<String, String> query = new HashMap<>();
    for (String pair : uri.getRawQuery().split("&")) {
      int at = pair.indexOf('=');
      query.put(pair.substring(0, at), decoded(pair.substring(at + 1)));
    }
    return query;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** What the tables keep, in memory. */
  static final class MemoryGrants implements Grants {
    final Map<String, Grant> grants = new ConcurrentHashMap<>();
    final Map<String, Consent> consents = new ConcurrentHashMap<>();
    final Map<String, Registered> clients = new ConcurrentHashMap<>();

    @Override
    public Optional<Grant> find(String server) {
      return Optional.ofNullable(grants.get(server));
    }

    @Override
    public List<Grant> all() {
      return List.copyOf(grants.values());
    }

    @Override
    public void keep(Grant grant) {
      grants.put(grant.server(), grant);
    }

    @Override
    public void want(String server, List<String> scopes) {
      grants.computeIfPresent(
          server,
          (_, old) ->
              new Grant(
                  server,
                  old.issuer(),
                  old.resource(),
                  old.scopes(),
                  scopes,
                  old.sealedToken(),
                  old.updatedAt()));
    }

    @Override
    public boolean forget(String server) {
      return grants.remove(server) != null;
    }

    @Override
    public void begin(Consent consent, Instant now) {
      consents.put(consent.stateHash(), consent);
    }

    @Override
    public Optional<Consent> take(String stateHash, Instant now) {
      return Optional.ofNullable(consents.remove(stateHash))
          .filter(one -> now.isBefore(one.expiresAt()));
    }

    @Override
    public Optional<Registered> client(String issuer, String callback) {
      return Optional.ofNullable(clients.get(issuer + " " + callback));
    }

    @Override
    public void register(Registered client) {
      clients.put(client.issuer() + " " + client.callback(), client);
    }

    @Override
    public void unregister(String issuer, String callback) {
      clients.remove(issuer + " " + callback);
    }
  }
}
