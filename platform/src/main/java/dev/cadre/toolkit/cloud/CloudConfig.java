package dev.cadre.toolkit.cloud;

import dev.cadre.config.Secret;
import dev.cadre.config.Section;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the server.
 *
 * @param endpoint in place of AWS's own for all services; null for AWS
 * @param bedrockEndpoint in place of {@code endpoint} for models, such as a platform's own address
 * @param accessKeyId empty for the credentials that the SDK finds: variables, profile, pod identity
 * @param model which one answers {@code invoke_bedrock_model} when the caller names none
 * @param startJobs whether {@code start_glue_job} is offered
 */
public record CloudConfig(
    String region,
    @Nullable URI endpoint,
    @Nullable URI bedrockEndpoint,
    String accessKeyId,
    Secret secretAccessKey,
    String model,
    boolean startJobs) {

  public static final String OPTIONS =
      """
      --region NAME              default us-east-1
      --endpoint URL             in place of AWS's own, for all services
      --bedrock-endpoint URL     for models alone; a platform's address has its models answer
      --access-key-id ID         with --secret-access-key; default: what the AWS SDK finds (variables,
                                 profile, container, pod identity)
      --secret-access-key TEXT   better '${env:NAME}' or '${file:PATH}'
      --model ID                 of invoke_bedrock_model (default amazon.nova-lite-v1:0)
      --start-jobs false         without start_glue_job
      """;

  public static CloudConfig read(Section section) {
    CloudConfig config =
        new CloudConfig(
            section.text("region", "us-east-1"),
            url(section, "endpoint"),
            url(section, "bedrockEndpoint"),
            section.text("accessKeyId", ""),
            new Secret(section.text("secretAccessKey", "")),
            section.text("model", "amazon.nova-lite-v1:0"),
            section.flag("startJobs", true));
    if (config.accessKeyId().isEmpty() != config.secretAccessKey().value().isEmpty()) {
      section.problem("accessKeyId", "and secretAccessKey belong together; give both or none");
    }
    return config;
  }

  private static @Nullable URI url(Section section, String key) {
    String text = section.text(key, "");
    if (text.isEmpty()) {
      return null;
    }
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException notAUrl) {
      // Told below.
    }
    section.problem(key, "is '" + text + "'; it must be an http or https URL");
    return null;
  }
}
