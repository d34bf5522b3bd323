package dev.cadre.model;

import dev.cadre.config.Secret;
import dev.cadre.config.Section;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One provider of models, as the operator set it up.
 *
 * @param name what targets call it: {@code name:model}
 * @param baseUrl null for the provider's own address
 * @param region of Bedrock; empty for the others
 * @param promptCache whether instructions and tools are marked for the provider's cache, where it
 *     wants them marked
 * @param contextTokens of a model the catalogue does not know, and what Ollama is asked to hold
 * @param concurrent the most calls at once, 1 to 10,000
 * @param tokensPerMinute read and written, 1,000 to 2,000,000,000
 */
public record ProviderConfig(
    String name,
    ProviderKind kind,
    @Nullable URI baseUrl,
    String region,
    Credentials credentials,
    boolean promptCache,
    int contextTokens,
    int concurrent,
    int tokensPerMinute) {
  private static final int UNLIMITED = 2_000_000_000;
  private static final List<ProviderKind> CONFIGURABLE =
      List.of(
          ProviderKind.BEDROCK, ProviderKind.ANTHROPIC, ProviderKind.OPENAI, ProviderKind.OLLAMA);

  /** The name under which the offline model is always there. */
  public static final String OFFLINE = "offline";

  /** How the platform proves to a provider who it is. */
  public sealed interface Credentials {
    /** None, or for Bedrock what the AWS SDK finds: a role, a profile, the environment. */
    record Ambient() implements Credentials {}

    /** A key sent as it is. */
    record ApiKey(Secret key) implements Credentials {}

    /**
     * An AWS access key.
     *
     * @param sessionToken null for a long-lived key
     */
    record AwsKey(Secret id, Secret secret, @Nullable Secret sessionToken) implements Credentials {}
  }

  static ProviderConfig offline() {
    return new ProviderConfig(
        OFFLINE,
        ProviderKind.OFFLINE,
        null,
        "",
        new Credentials.Ambient(),
        false,
        200_000,
        10_000,
        UNLIMITED);
  }

  static ProviderConfig read(String name, Section section) {
    ProviderKind kind = section.choice("type", ProviderKind.OPENAI, CONFIGURABLE);
    if (!section.has("type")) {
      section.problem("type", "is missing; one of bedrock, anthropic, openai, ollama");
    }
    if (name.equals(OFFLINE) || !name.matches("[a-z][a-z0-9-]{0,31}")) {
      section.problem(
          "", "must be named by lower-case letters, digits and hyphens, and not 'offline'");
    }
    String region = section.text("region", "");
    if (kind == ProviderKind.BEDROCK && region.isEmpty()) {
      section.problem("region", "is missing; the AWS region of the models, such as eu-west-1");
    }
    return new ProviderConfig(
        name,
        kind,
        address(section),
        region,
        credentials(kind, section),
        section.flag("promptCache", true),
        section.integer(
            "contextTokens", kind == ProviderKind.OLLAMA ? 8_192 : 128_000, 512, 10_000_000),
        section.integer("concurrent", kind == ProviderKind.OLLAMA ? 4 : 64, 1, 10_000),
        section.integer("tokensPerMinute", UNLIMITED, 1_000, UNLIMITED));
  }

  private static @Nullable URI address(Section section) {
    String text = section.text("baseUrl", "");
    if (text.isEmpty()) {
      return null;
    }
    if (!text.matches("https?://[^\\s?#]+")) {
      section.problem("baseUrl", "must be a URL such as http://localhost:8000/v1");
      return null;
    }
    return URI.create(text.replaceAll("/+$", ""));
  }

  private static Credentials credentials(ProviderKind kind, Section section) {
    if (section.has("apiKey")) {
      return new Credentials.ApiKey(section.secret("apiKey"));
    }
    if (kind == ProviderKind.ANTHROPIC) {
      section.problem("apiKey", "is missing; write it as ${env:ANTHROPIC_API_KEY}");
    }
    if (kind == ProviderKind.BEDROCK && section.has("accessKeyId")) {
      return new Credentials.AwsKey(
          section.secret("accessKeyId"),
          section.secret("secretAccessKey"),
          section.has("sessionToken") ? section.secret("sessionToken") : null);
    }
    return new Credentials.Ambient();
  }
}
