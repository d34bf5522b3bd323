package dev.cadre.credential;

import dev.cadre.credential.Grants.Consent;
import dev.cadre.credential.Grants.Grant;
import dev.cadre.fault.Fault;
import dev.cadre.id.IdSource;
import dev.cadre.identity.Vault;
import dev.cadre.json.Json;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A person's way through the consent page of an MCP server's authorization server: the
 * authorization code grant with PKCE (OAuth 2.1, 4.1), bound to one resource (RFC 8707), its answer
 * known to be of the server that was asked (RFC 9207).
 */
final class Consents {
  private static final int RANDOM = 43;
  private static final int VERIFIER = 64;
  private static final String OFFLINE = "offline_access";
  private static final Pattern CODE = Pattern.compile("[a-z_]{1,64}");

  private final Grants grants;
  private final Vault vault;
  private final InstantSource clock;
  private final IdSource ids;
  private final IssuerDiscovery issuers;
  private final ClientRegistration clients;
  private final TokenEndpoint endpoint;
  private final ServerTokens tokens;
  private final AuthorizationConfig config;

  Consents(
      Grants grants,
      Vault vault,
      InstantSource clock,
      IdSource ids,
      IssuerDiscovery issuers,
      ClientRegistration clients,
      TokenEndpoint endpoint,
      ServerTokens tokens,
      AuthorizationConfig config) {
    this.grants = grants;
    this.vault = vault;
    this.clock = clock;
    this.ids = ids;
    this.issuers = issuers;
    this.clients = clients;
    this.endpoint = endpoint;
    this.tokens = tokens;
    this.config = config;
  }

  /**
   * The page to open, good for one person and a few minutes.
   *
   * @param scopes to ask for, without that for refreshing
   */
  URI begin(URI server, ProtectedResource resource, List<String> scopes)
      throws InterruptedException {
    IssuerMetadata issuer = issuers.of(resource.issuer());
    URI page = issuer.server().authorization();
    if (page == null) {
      throw new Fault.Invalid(
          "the authorization server %s has no page for people".formatted(issuer.issuer()));
    }
    if (!issuer.challenges().contains(Pkce.METHOD)) {
      throw new Fault.Invalid(
          "the authorization server %s does not say that it knows PKCE with %s, without which a code could be stolen"
              .formatted(issuer.issuer(), Pkce.METHOD));
    }
    OauthClient client = clients.client(server, issuer);
    List<String> asked = new ArrayList<>(scopes);
    boolean offline = !asked.isEmpty() && issuer.scopes().contains(OFFLINE);
    if (offline && !asked.contains(OFFLINE)) {
      asked.add(OFFLINE);
    }
    String state = ids.alphanumeric(RANDOM);
    String verifier = ids.alphanumeric(VERIFIER);
    ObjectNode request =
        Json.object()
            .put("verifier", verifier)
            .put("issuer", issuer.issuer())
            .put("resource", resource.resource())
            .put("client", client.id())
            .put("scopes", String.join(" ", asked));
    String hash = Pkce.hash(state);
    grants.begin(
        new Consent(
            hash,
            server.toString(),
            vault.seal(Json.bytes(request), sealedFor(hash)),
            clock.instant().plus(config.life())),
        clock.instant());
    return page(page, request, state, offline);
  }

  private URI page(URI page, ObjectNode request, String state, boolean offline) {
    List<Map.Entry<String, String>> query = new ArrayList<>();
    query.add(Map.entry("response_type", "code"));
    query.add(Map.entry("client_id", request.path("client").asString()));
    query.add(Map.entry("redirect_uri", config.callback().toString()));
    query.add(Map.entry("state", state));
    query.add(Map.entry("code_challenge", Pkce.hash(request.path("verifier").asString())));
    query.add(Map.entry("code_challenge_method", Pkce.METHOD));
    query.add(Map.entry("resource", request.path("resource").asString()));
    String scopes = request.path("scopes").asString();
    if (!scopes.isEmpty()) {
      query.add(Map.entry("scope", scopes));
    }
    if (offline) {
      // Without it OpenID Connect ignores the scope (Core, 11).
      query.add(Map.entry("prompt", "consent"));
    }
    String joint = page.getRawQuery() == null ? "?" : "&";
    return URI.create(page + joint + TokenEndpoint.encode(query));
  }

  /**
   * The browser is back. Empty when its state is none of these.
   *
   * @param answer what it brought
   * @return what to tell the person
   * @throws Fault.Invalid when the answer is not of the server that was asked, or without a code
   */
  Optional<String> arrived(Answer answer) throws InterruptedException {
    Optional<Consent> found = grants.take(Pkce.hash(answer.state()), clock.instant());
    return found.isEmpty() ? Optional.empty() : Optional.of(finish(found.get(), answer));
  }

  /** What a browser brought from a consent page. */
  record Answer(
      String state, @Nullable String code, @Nullable String issuer, @Nullable String error) {
    @Override
    public String toString() {
      return "Answer[" + error + "]";
    }
  }

  private String finish(Consent consent, Answer answer) throws InterruptedException {
    JsonNode request =
        Json.parse(vault.open(consent.sealedRequest(), sealedFor(consent.stateHash())));
    URI server = URI.create(consent.server());
    IssuerMetadata issuer = issuers.of(request.path("issuer").asString());
    requireOf(issuer, answer.issuer());
    String code = answer.code();
    if (code == null) {
      throw new Fault.Invalid(
          "no consent was given for the MCP server at %s%s"
              .formatted(server, answer.error() == null ? "" : coded(answer.error())));
    }
    OauthClient client =
        clients
            .known(server, issuer)
            .filter(known -> known.id().equals(request.path("client").asString()))
            .orElseThrow(
                () -> new Fault.Invalid("the platform's registration has changed; begin again"));
    keep(server, issuer, request, fetch(issuer, client, request, code));
    return "Cadre may now use the MCP server at %s. You can close this page.".formatted(server);
  }

  private TokenEndpoint.Granted fetch(
      IssuerMetadata issuer, OauthClient client, JsonNode request, String code)
      throws InterruptedException {
    List<Map.Entry<String, String>> form = new ArrayList<>();
    form.add(Map.entry("grant_type", "authorization_code"));
    form.add(Map.entry("code", code));
    form.add(Map.entry("redirect_uri", config.callback().toString()));
    form.add(Map.entry("code_verifier", request.path("verifier").asString()));
    form.add(Map.entry("resource", request.path("resource").asString()));
    try {
      return endpoint.fetch(client, issuer.server().token(), form);
    } catch (Fault.Invalid refused) {
      clients.forget(issuer);
      throw refused;
    }
  }

  private void keep(
      URI server, IssuerMetadata issuer, JsonNode request, TokenEndpoint.Granted granted) {
    var _ =
        tokens.keep(
            new Grant(
                server.toString(),
                issuer.issuer(),
                request.path("resource").asString(),
                Challenge.scopes(request.path("scopes").asString()),
                List.of(),
                "",
                clock.instant()),
            granted);
  }

  /** Character by character: what differs after all is somebody else. */
  private static void requireOf(IssuerMetadata issuer, @Nullable String said) {
    boolean right = said == null ? !issuer.namesItself() : said.equals(issuer.issuer());
    if (!right) {
      throw new Fault.Invalid(
          "the answer is not known to come from the authorization server %s (iss, RFC 9207); its code is not used"
              .formatted(issuer.issuer()));
    }
  }

  private static String coded(String error) {
    return CODE.matcher(error).matches() ? " (" + error + ")" : "";
  }

  private static String sealedFor(String stateHash) {
    return "consent " + stateHash;
  }
}
