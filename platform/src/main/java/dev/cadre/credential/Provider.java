package dev.cadre.credential;

import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/**
 * A credential provider as it is kept, its secret sealed.
 *
 * @param seq counts providers, so that a name given anew is another provider
 * @param vendor as the API has it; empty for an API key
 * @param settings what the API shows of an OAuth2 provider's configuration
 * @param secretId its part in the secret's ARN
 * @param revision counts changes
 */
record Provider(
    ProviderKind kind,
    String name,
    long seq,
    String vendor,
    ObjectNode settings,
    String secretId,
    String sealedSecret,
    int revision,
    Instant createdAt,
    Instant updatedAt) {

  /** What the secret is sealed for. */
  static String sealedFor(ProviderKind kind, String name) {
    return "credential provider " + kind.name() + " " + name;
  }

  /** How errors speak of it. */
  String words() {
    return kind + " credential provider '" + name + "'";
  }

  @Override
  public String toString() {
    return words();
  }
}
