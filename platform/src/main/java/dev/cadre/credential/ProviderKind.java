package dev.cadre.credential;

/** What a credential provider holds. */
enum ProviderKind {
  API_KEY("apikeycredentialprovider", "apikey", "API key"),
  OAUTH2("oauth2credentialprovider", "oauth2", "OAuth2");

  private final String resource;
  private final String secret;
  private final String words;

  ProviderKind(String resource, String secret, String words) {
    this.resource = resource;
    this.secret = secret;
    this.words = words;
  }

  /** Its segment in the ARN of a provider. */
  String resource() {
    return resource;
  }

  /** Its segment in the ARN of a provider's secret. */
  String secret() {
    return secret;
  }

  @Override
  public String toString() {
    return words;
  }
}
