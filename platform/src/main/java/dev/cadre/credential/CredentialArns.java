package dev.cadre.credential;

import dev.cadre.fault.Fault;
import dev.cadre.id.Arn;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Forms and reads the ARNs of providers, their secrets, and workload identities. */
record CredentialArns(String region, String account) {
  private static final String SERVICE = "bedrock-agentcore";
  private static final String VAULT = "token-vault/default/";
  private static final Pattern PROVIDER =
      Pattern.compile("token-vault/[^/]+/([a-z0-9]+)/([a-zA-Z0-9_-]+)");

  Arn provider(ProviderKind kind, String name) {
    return new Arn("aws", SERVICE, region, account, VAULT + kind.resource() + "/" + name);
  }

  /** Where AWS would keep the secret; here it is sealed in the database. */
  Arn secret(Provider provider) {
    return new Arn(
        "aws",
        "secretsmanager",
        region,
        account,
        "secret:bedrock-agentcore-identity!default/"
            + provider.kind().secret()
            + "/"
            + provider.name()
            + "-"
            + provider.secretId());
  }

  Arn workload(String name) {
    return new Arn(
        "aws",
        SERVICE,
        region,
        account,
        "workload-identity-directory/default/workload-identity/" + name);
  }

  /**
   * The name in a provider's ARN.
   *
   * @throws Fault.Invalid when {@code text} is no ARN of a provider of this kind and platform
   */
  String providerName(ProviderKind kind, String text) {
    Arn arn = Arn.parse(text);
    Matcher resource = PROVIDER.matcher(arn.resource());
    if (!resource.matches() || !resource.group(1).equals(kind.resource())) {
      throw new Fault.Invalid(
          "'%s' is not the ARN of an %s credential provider; expected %s"
              .formatted(text, kind, provider(kind, "NAME")));
    }
    if (!arn.region().equals(region) || !arn.account().equals(account)) {
      throw new Fault.Invalid(
          "'%s' is of region %s and account %s; this platform is %s of account %s"
              .formatted(text, arn.region(), arn.account(), region, account));
    }
    return resource.group(2);
  }
}
