package dev.cadre.credential;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Makes of a gateway target's {@code credentialProviderConfigurations} what its calls prove. */
public final class CredentialProviders {
  private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");

  /** The connection's own. */
  private static final Set<String> RESERVED =
      Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

  private final Providers providers;
  private final ClientCredentials clientCredentials;
  private final CredentialArns arns;

  CredentialProviders(
      Providers providers, ClientCredentials clientCredentials, CredentialArns arns) {
    this.providers = providers;
    this.clientCredentials = clientCredentials;
    this.arns = arns;
  }

  /**
   * Good for as long as the provider is there: a changed secret is used within seconds.
   *
   * @param configurations as the API has them; null or none is {@link Outbound#NONE}
   * @throws Fault.Invalid when they ask for what is not done here, or are of another platform
   * @throws Fault.NotFound when there is no such provider
   */
  public Outbound outbound(@Nullable JsonNode configurations) {
    if (configurations == null || configurations.isNull() || configurations.isEmpty()) {
      return Outbound.NONE;
    }
    if (configurations.size() > 1) {
      throw new Fault.Invalid(
          "credentialProviderConfigurations has "
              + configurations.size()
              + " members; a target proves itself in one way");
    }
    JsonNode one = configurations.path(0);
    String type = one.path("credentialProviderType").asString("");
    JsonNode provider = one.path("credentialProvider");
    return switch (type) {
      case "API_KEY" -> apiKey(part(provider, type, "apiKeyCredentialProvider"));
      case "OAUTH" -> oauth(part(provider, type, "oauthCredentialProvider"));
      default ->
          throw new Fault.Invalid(
              "credentialProviderType "
                  + type
                  + " needs AWS's own identities, which this platform has not; use API_KEY or OAUTH,"
                  + " or leave credentialProviderConfigurations out");
    };
  }

  /** A provider by its ARN, of either kind, as its usual proof: a bearer token. */
  public Outbound named(String arn) {
    JsonNode given = Json.object().put("providerArn", arn);
    return arn.contains("/oauth2credentialprovider/") ? oauth(given) : apiKey(given);
  }

  private static JsonNode part(JsonNode provider, String type, String member) {
    if (!provider.path(member).isObject()) {
      throw new Fault.Invalid(
          "credentialProviderType " + type + " needs credentialProvider." + member);
    }
    return provider.path(member);
  }

  private Outbound apiKey(JsonNode given) {
    String name = arns.providerName(ProviderKind.API_KEY, given.path("providerArn").asString(""));
    boolean query = given.path("credentialLocation").asString("").equals("QUERY_PARAMETER");
    String parameter = given.path("credentialParameterName").asString("");
    String prefix = given.path("credentialPrefix").asString("");
    if (parameter.isEmpty() && prefix.isEmpty() && !query) {
      prefix = "Bearer";
    }
    if (parameter.isEmpty()) {
      parameter = query ? "api_key" : "Authorization";
    }
    if (!query
        && (!HEADER.matcher(parameter).matches()
            || RESERVED.contains(parameter.toLowerCase(Locale.ROOT)))) {
      throw new Fault.Invalid(
          "credentialParameterName '" + parameter + "' can be no header of ours; name another");
    }
    providers.require(ProviderKind.API_KEY, name);
    return new ApiKeyOutbound(providers, name, parameter, prefix, query);
  }

  private Outbound oauth(JsonNode given) {
    String name = arns.providerName(ProviderKind.OAUTH2, given.path("providerArn").asString(""));
    String grant = given.path("grantType").asString("CLIENT_CREDENTIALS");
    if (!grant.equals("CLIENT_CREDENTIALS")) {
      throw new Fault.Invalid(
          "grantType " + grant + " is not done here for targets; use CLIENT_CREDENTIALS");
    }
    providers.require(ProviderKind.OAUTH2, name);
    return new OauthOutbound(providers, clientCredentials, name, TokenRequest.of(given));
  }

  /** A key that is sent as it is. */
  private record ApiKeyOutbound(
      Providers providers, String name, String parameter, String prefix, boolean query)
      implements Outbound {

    @Override
    public Proof proof() {
      String key = providers.require(ProviderKind.API_KEY, name).secret();
      if (key.chars().anyMatch(Character::isISOControl)) {
        throw new Fault.Invalid(
            ProviderKind.API_KEY
                + " credential provider '"
                + name
                + "' holds a key with line breaks or control characters; no request can carry it");
      }
      Map<String, String> value = Map.of(parameter, prefixed(key));
      return query ? new Proof(Map.of(), value) : new Proof(value, Map.of());
    }

    /** {@code Bearer KEY}, but {@code Token=KEY}. */
    private String prefixed(String key) {
      boolean word =
          !prefix.isEmpty() && Character.isLetterOrDigit(prefix.charAt(prefix.length() - 1));
      return prefix + (word ? " " : "") + key;
    }
  }

  /** A token of the platform's own account. */
  private record OauthOutbound(
      Providers providers, ClientCredentials clientCredentials, String name, TokenRequest request)
      implements Outbound {
    private static final String BEARER = "Bearer ";

    @Override
    public Proof proof() throws InterruptedException {
      Providers.Opened opened = providers.require(ProviderKind.OAUTH2, name);
      AccessToken token = clientCredentials.token(opened, request);
      return new Proof(Map.of("Authorization", BEARER + token.value()), Map.of());
    }

    @Override
    public void refused(Proof refused) {
      String token = refused.headers().getOrDefault("Authorization", BEARER);
      clientCredentials.drop(
          providers.require(ProviderKind.OAUTH2, name).provider(),
          request,
          token.substring(BEARER.length()));
    }
  }
}
