package dev.cadre.credential;

import dev.cadre.fault.Fault;
import dev.cadre.http.Routes;
import dev.cadre.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Providers of API keys over the AWS API. */
final class ApiKeyOperations {
  private static final String SERVICE = "bedrock-agentcore-control";
  private static final String LISTING = "ListApiKeyCredentialProviders";
  private static final int PAGE = 20;
  private static final ProviderKind KIND = ProviderKind.API_KEY;

  private final ProviderChanges changes;
  private final CredentialArns arns;

  ApiKeyOperations(ProviderChanges changes, CredentialArns arns) {
    this.changes = changes;
    this.arns = arns;
  }

  void bind(Routes routes) {
    routes
        .aws(SERVICE, "CreateApiKeyCredentialProvider", (_, input) -> create(input))
        .aws(SERVICE, "GetApiKeyCredentialProvider", (_, input) -> get(input))
        .aws(SERVICE, "UpdateApiKeyCredentialProvider", (_, input) -> update(input))
        .aws(
            SERVICE,
            "DeleteApiKeyCredentialProvider",
            (_, input) -> {
              changes.delete(KIND, input);
              return null;
            })
        .aws(SERVICE, LISTING, (_, input) -> list(input));
  }

  ObjectNode create(ObjectNode input) {
    return kept(changes.create(KIND, input, "", Json.object(), key(input)));
  }

  ObjectNode get(ObjectNode input) {
    return timed(changes.get(KIND, input));
  }

  ObjectNode update(ObjectNode input) {
    String name = input.path("name").asString();
    return timed(changes.update(KIND, name, "", settings -> settings, key(input)));
  }

  ObjectNode list(ObjectNode input) {
    return changes.list(
        KIND, LISTING, PAGE, input, p -> Times.put(summary(p), p.createdAt(), p.updatedAt()));
  }

  private static String key(ObjectNode input) {
    Secrets.requireManaged(input, "apiKeySecretSource", "apiKeySecretConfig", "apiKey");
    String key = input.path("apiKey").asString("");
    if (key.isBlank()) {
      throw new Fault.Invalid("apiKey is empty; give the key that the provider is to hold");
    }
    return key;
  }

  private ObjectNode summary(Provider provider) {
    return Json.object()
        .put("name", provider.name())
        .put("credentialProviderArn", arns.provider(KIND, provider.name()).toString());
  }

  private ObjectNode kept(Provider provider) {
    ObjectNode body = summary(provider).put("apiKeySecretSource", "MANAGED");
    body.putObject("apiKeySecretArn").put("secretArn", arns.secret(provider).toString());
    return body;
  }

  private ObjectNode timed(Provider provider) {
    return Times.put(kept(provider), provider.createdAt(), provider.updatedAt());
  }
}
