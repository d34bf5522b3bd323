package dev.cadre.inference;

import dev.cadre.fault.Fault;
import java.util.Set;

/**
 * The model that a path of Bedrock Runtime names: an alias, an id, an inference profile, an ARN.
 */
final class ModelIds {
  private static final Set<String> KINDS =
      Set.of("foundation-model", "inference-profile", "application-inference-profile");

  private ModelIds() {}

  /**
   * What the platform's models know it by. Throws {@link Fault.Invalid} for the ARN of what is no
   * model here, such as a prompt or a SageMaker endpoint.
   */
  static String of(String modelId) {
    if (!modelId.startsWith("arn:")) {
      return modelId;
    }
    // arn:partition:bedrock:region:account:kind/id, where the id may hold colons
    String[] parts = modelId.split(":", 6);
    String resource = parts.length < 6 ? "" : parts[5];
    int slash = resource.indexOf('/');
    String kind = slash < 0 ? "" : resource.substring(0, slash);
    if (!KINDS.contains(kind) || !parts[2].equals("bedrock")) {
      throw Members.invalid(
          "modelId",
          "'"
              + modelId
              + "' names no model of this platform; use an alias, a model id, or the ARN of a"
              + " foundation model or inference profile");
    }
    return resource.substring(slash + 1);
  }
}
