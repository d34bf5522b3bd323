package dev.cadre.credential;

import dev.cadre.http.Routes;
import dev.cadre.id.IdSource;
import dev.cadre.identity.Vault;
import dev.cadre.store.Database;
import dev.cadre.store.Traces;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The credential feature as the rest of the platform sees it. */
public final class CredentialFeature {
  private final WorkloadTokens tokens;
  private final CredentialProviders forTargets;
  private final ApiKeyOperations apiKeys;
  private final Oauth2Operations oauth2;
  private final WorkloadOperations workloads;
  private final AccessOperations access;
  private final CallbackRoute callback;
  private final Authorizations authorizations;
  private final AuthorizationRoutes authorizationRoutes;
  private final List<Traces> traces;

  /**
   * @param http calls only what the operator lets it, and follows no redirects: a secret goes to
   *     the address it is for
   * @param users knows people by the tokens they bring
   * @param agents whether a name is an agent's id
   */
  public CredentialFeature(
      Database database,
      Vault vault,
      HttpClient http,
      InstantSource clock,
      IdSource ids,
      UserTokens users,
      Predicate<String> agents,
      CredentialConfig config,
      AuthorizationConfig authorization) {
    if (http.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException("a secret must not follow a redirect");
    }
    CredentialArns arns = new CredentialArns(config.region(), config.account());
    String back = config.url() + CallbackRoute.PATH;
    Providers providers = new Providers(database, vault, clock, config.providerCache());
    Discovery discovery = new Discovery(new Documents(http), clock);
    TokenEndpoint endpoint = new TokenEndpoint(http, clock);
    ClientCredentials clientCredentials =
        new ClientCredentials(discovery, endpoint, new TokenCache(clock));
    UserFederation federation =
        new UserFederation(
            database,
            vault,
            clock,
            ids,
            discovery,
            endpoint,
            new PersonalTokens(database, vault, clock, discovery, endpoint),
            back,
            config);
    ProviderChanges changes = new ProviderChanges(database, providers, clock, ids, config);
    tokens =
        new WorkloadTokens(
            vault.derived("workload access tokens"), clock, config.workloadTokenLife());
    forTargets = new CredentialProviders(providers, clientCredentials, arns);
    apiKeys = new ApiKeyOperations(changes, arns);
    oauth2 = new Oauth2Operations(changes, arns, back);
    workloads = new WorkloadOperations(database, clock, arns, config.maxWorkloads());
    access =
        new AccessOperations(
            database, providers, clientCredentials, federation, tokens, users, agents);
    traces =
        List.of(
            Traces.byPerson(database, "user_authorization", "user_name"),
            Traces.byPerson(database, "user_token", "user_name"));
    Grants grants = new GrantStore(database);
    authorizations = authorizations(grants, vault, http, clock, ids, authorization);
    authorizationRoutes = new AuthorizationRoutes(authorizations, grants, authorization);
    callback = new CallbackRoute(federation, providers, authorizations);
  }

  static Authorizations authorizations(
      Grants grants,
      Vault vault,
      HttpClient http,
      InstantSource clock,
      IdSource ids,
      AuthorizationConfig config) {
    Documents documents = new Documents(http);
    TokenEndpoint endpoint = new TokenEndpoint(http, clock);
    IssuerDiscovery issuers = new IssuerDiscovery(documents, clock);
    ClientRegistration clients = new ClientRegistration(grants, vault, http, clock, config);
    ServerTokens tokens =
        new ServerTokens(grants, vault, clock, issuers, clients, endpoint, config.cache());
    return new Authorizations(
        http,
        clock,
        new ResourceDiscovery(documents),
        new Consents(grants, vault, clock, ids, issuers, clients, endpoint, tokens, config),
        tokens,
        new OwnTokens(issuers, clients, endpoint, new TokenCache(clock)),
        config);
  }

  /** Where browsers come back to, and who the platform is: without any proof of its own. */
  public static List<String> openPaths() {
    return List.of(CallbackRoute.PATH, AuthorizationConfig.CLIENT_PATH);
  }

  /**
   * Binds providers and workload identities to the first, what workloads fetch to the second, what
   * operators do to the third, what anybody may call to the last.
   */
  public void bind(Routes controlling, Routes fetching, Routes operating, Routes open) {
    apiKeys.bind(controlling);
    oauth2.bind(controlling);
    workloads.bind(controlling);
    access.bind(fetching);
    callback.bind(open);
    authorizationRoutes.bind(operating, open);
  }

  /** What the platform may do at MCP servers. */
  public Authorizations authorizations() {
    return authorizations;
  }

  /**
   * What the calls of a gateway target prove.
   *
   * @param server the address of an MCP server, which says itself what it wants when nothing is
   *     configured; null for other targets
   * @param configurations the API's {@code credentialProviderConfigurations}
   */
  public Outbound ofTarget(@Nullable URI server, JsonNode configurations) {
    return server != null && configurations.isEmpty()
        ? authorizations.of(server)
        : forTargets.outbound(configurations);
  }

  /** For what names a provider by its ARN. */
  public CredentialProviders forTargets() {
    return forTargets;
  }

  /** People's consents and tokens. */
  public List<Traces> traces() {
    return traces;
  }

  /** For agents that are invoked. */
  public WorkloadTokens tokens() {
    return tokens;
  }
}
