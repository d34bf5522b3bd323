package dev.cadre.credential;

import dev.cadre.fault.Fault;
import tools.jackson.databind.JsonNode;

/** Where a provider's secret may come from. */
final class Secrets {
  private Secrets() {}

  /** Throws {@link Fault.Invalid} when the secret is to be read from AWS Secrets Manager. */
  static void requireManaged(JsonNode input, String source, String reference, String secret) {
    if (input.path(source).asString("").equals("EXTERNAL") || input.hasNonNull(reference)) {
      throw new Fault.Invalid(
          "%s: secrets kept in AWS Secrets Manager are not read here; give the secret itself as %s"
              .formatted(input.hasNonNull(reference) ? reference : source, secret));
    }
  }
}
