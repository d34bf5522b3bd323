package dev.cadre.credential;

import dev.cadre.fault.Fault;
import dev.cadre.http.Routes;
import dev.cadre.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** OAuth2 providers over the AWS API. */
final class Oauth2Operations {
  private static final String SERVICE = "bedrock-agentcore-control";
  private static final String LISTING = "ListOauth2CredentialProviders";
  private static final int PAGE = 20;
  private static final ProviderKind KIND = ProviderKind.OAUTH2;

  private final ProviderChanges changes;
  private final CredentialArns arns;
  private final String callback;

  /**
   * @param callback where browsers come back to from consent
   */
  Oauth2Operations(ProviderChanges changes, CredentialArns arns, String callback) {
    this.changes = changes;
    this.arns = arns;
    this.callback = callback;
  }

  void bind(Routes routes) {
    routes
        .aws(SERVICE, "CreateOauth2CredentialProvider", (_, input) -> create(input))
        .aws(SERVICE, "GetOauth2CredentialProvider", (_, input) -> get(input))
        .aws(SERVICE, "UpdateOauth2CredentialProvider", (_, input) -> update(input))
        .aws(
            SERVICE,
            "DeleteOauth2CredentialProvider",
            (_, input) -> {
              changes.delete(KIND, input);
              return null;
            })
        .aws(SERVICE, LISTING, (_, input) -> list(input));
  }

  ObjectNode create(ObjectNode input) {
    Oauth2Input given = Oauth2Input.of(input);
    return whole(
        changes.create(
            KIND, input, given.vendor().wire(), given.settings(), given.requireSecret()));
  }

  ObjectNode get(ObjectNode input) {
    return timed(changes.get(KIND, input));
  }

  /** A secret that is not given stays what it was. */
  ObjectNode update(ObjectNode input) {
    Oauth2Input given = Oauth2Input.of(input);
    Provider old = changes.get(KIND, input);
    if (!old.vendor().equals(given.vendor().wire())) {
      throw new Fault.Invalid(
          "%s is of %s; a provider keeps its vendor, so make another for %s"
              .formatted(old.words(), old.vendor(), given.vendor().wire()));
    }
    return timed(
        changes.update(KIND, old.name(), old.vendor(), _ -> given.settings(), given.secret()));
  }

  ObjectNode list(ObjectNode input) {
    return changes.list(
        KIND, LISTING, PAGE, input, p -> Times.put(summary(p), p.createdAt(), p.updatedAt()));
  }

  private ObjectNode summary(Provider provider) {
    return Json.object()
        .put("name", provider.name())
        .put("credentialProviderVendor", provider.vendor())
        .put("credentialProviderArn", arns.provider(KIND, provider.name()).toString());
  }

  private ObjectNode whole(Provider provider) {
    ObjectNode body =
        summary(provider)
            .put("clientSecretSource", "MANAGED")
            .put("callbackUrl", callback)
            .put("status", "READY");
    body.putObject("clientSecretArn").put("secretArn", arns.secret(provider).toString());
    body.putObject("oauth2ProviderConfigOutput")
        .set(Vendor.of(provider.vendor()).member(), provider.settings());
    return body;
  }

  private ObjectNode timed(Provider provider) {
    return Times.put(whole(provider), provider.createdAt(), provider.updatedAt());
  }
}
