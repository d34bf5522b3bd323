package dev.cadre.credential;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a caller configured of an OAuth2 provider.
 *
 * @param settings what is kept and shown: discovery and client, never the secret
 * @param secret null when none was given
 */
record Oauth2Input(Vendor vendor, ObjectNode settings, @Nullable String secret) {
  private static final List<String> NOT_HERE =
      List.of(
          "onBehalfOfTokenExchangeConfig",
          "privateKeyJwtConfig",
          "privateEndpoint",
          "privateEndpointOverrides");

  static Oauth2Input of(ObjectNode input) {
    Vendor vendor = Vendor.of(input.path("credentialProviderVendor").asString());
    JsonNode given = input.path("oauth2ProviderConfigInput").path(vendor.member());
    if (!given.isObject()) {
      throw new Fault.Invalid(
          "a provider of %s is configured in oauth2ProviderConfigInput.%s"
              .formatted(vendor.wire(), vendor.member()));
    }
    Secrets.requireManaged(given, "clientSecretSource", "clientSecretConfig", "clientSecret");
    for (String member : NOT_HERE) {
      if (given.hasNonNull(member)) {
        throw new Fault.Invalid(member + " is not done here; leave it out");
      }
    }
    String client = given.path("clientId").asString("");
    if (client.isBlank()) {
      throw new Fault.Invalid("clientId is missing; give the one the authorization server knows");
    }
    ObjectNode settings = Json.object();
    settings.set("oauthDiscovery", discovery(vendor, given));
    settings.put("clientId", client);
    authentication(given, settings);
    String secret = given.path("clientSecret").asString("");
    return new Oauth2Input(vendor, settings, secret.isEmpty() ? null : secret);
  }

  String requireSecret() {
    if (secret == null) {
      throw new Fault.Invalid("clientSecret is missing; clients without a secret are not served");
    }
    return secret;
  }

  private static void authentication(JsonNode given, ObjectNode settings) {
    String method = given.path("clientAuthenticationMethod").asString("");
    if (method.isEmpty()) {
      return;
    }
    if (!method.equals("CLIENT_SECRET_BASIC") && !method.equals("CLIENT_SECRET_POST")) {
      throw new Fault.Invalid(
          "clientAuthenticationMethod "
              + method
              + " is not done here; use CLIENT_SECRET_BASIC or CLIENT_SECRET_POST");
    }
    settings.put("clientAuthenticationMethod", method);
  }

  private static ObjectNode discovery(Vendor vendor, JsonNode given) {
    if (vendor == Vendor.CUSTOM) {
      return custom(given.path("oauthDiscovery"));
    }
    String issuer = given.path("issuer").asString("");
    String token = given.path("tokenEndpoint").asString("");
    if (!token.isEmpty()) {
      requireAddress("tokenEndpoint", token);
      String authorization = given.path("authorizationEndpoint").asString("");
      return metadata(
          new Vendor.Endpoints(
              issuer.isEmpty() ? origin(token) : issuer,
              authorization.isEmpty() ? token : authorization,
              token));
    }
    if (!issuer.isEmpty()) {
      String end = issuer.endsWith("/") ? "" : "/";
      return byUrl(issuer + end + ".well-known/openid-configuration");
    }
    Vendor.Endpoints known = vendor.endpoints(given.path("tenantId").asString("common"));
    if (known == null) {
      throw new Fault.Invalid(
          "%s gives each customer an authorization server; name yours: %s.issuer or .tokenEndpoint"
              .formatted(vendor.wire(), vendor.member()));
    }
    return metadata(known);
  }

  private static ObjectNode custom(JsonNode discovery) {
    if (discovery.hasNonNull("discoveryUrl")) {
      return byUrl(discovery.path("discoveryUrl").asString());
    }
    JsonNode given = discovery.path("authorizationServerMetadata");
    ObjectNode made =
        metadata(
            new Vendor.Endpoints(
                given.path("issuer").asString(),
                given.path("authorizationEndpoint").asString(),
                given.path("tokenEndpoint").asString()));
    ObjectNode metadata = made.withObjectProperty("authorizationServerMetadata");
    for (String member : List.of("responseTypes", "tokenEndpointAuthMethods")) {
      if (given.hasNonNull(member)) {
        metadata.set(member, given.get(member));
      }
    }
    return made;
  }

  private static ObjectNode byUrl(String url) {
    requireAddress("discoveryUrl", url);
    return Json.object().put("discoveryUrl", url);
  }

  private static ObjectNode metadata(Vendor.Endpoints endpoints) {
    requireAddress("tokenEndpoint", endpoints.token());
    requireAddress("authorizationEndpoint", endpoints.authorization());
    ObjectNode made = Json.object();
    made.putObject("authorizationServerMetadata")
        .put("issuer", endpoints.issuer())
        .put("authorizationEndpoint", endpoints.authorization())
        .put("tokenEndpoint", endpoints.token());
    return made;
  }

  private static String origin(String address) {
    URI uri = URI.create(address);
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  private static void requireAddress(String member, String text) {
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if (uri.getHost() != null && (scheme.equals("https") || scheme.equals("http"))) {
        return;
      }
    } catch (URISyntaxException e) {
      throw notAnAddress(member, text);
    }
    throw notAnAddress(member, text);
  }

  private static Fault.Invalid notAnAddress(String member, String text) {
    return new Fault.Invalid(
        member
            + " '"
            + text
            + "' is not an https address, such as https://login.example.com/token");
  }

  @Override
  public String toString() {
    return "Oauth2Input[" + vendor + "]";
  }
}
