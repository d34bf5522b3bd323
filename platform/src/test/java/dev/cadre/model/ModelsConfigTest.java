package dev.cadre.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.config.ConfigReader;
import dev.cadre.config.Secret;
import dev.cadre.config.SecretSource;
import dev.cadre.fault.Fault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelsConfigTest {
  private static ModelsConfig read(String text) {
    SecretSource secrets =
        new SecretSource() {
          @Override
          public Optional<String> environment(String name) {
            return name.equals("ANTHROPIC_API_KEY") ? Optional.of("sk-1") : Optional.empty();
          }

          @Override
          public Optional<String> file(String path) {
            return Optional.empty();
          }
        };
    return new ConfigReader(secrets)
        .read(
            "cadre.yaml",
            text,
            root -> ModelsConfig.read(root.section("models"), root.section("budgets")));
  }

  @Test
  void nothing_written_is_the_defaults() {
    assertThat(read("")).isEqualTo(ModelsConfig.DEFAULTS);
  }

  @Test
  void everything_can_be_written() {
    ModelsConfig config =
        read(
            """
            models:
              providers:
                claude:
                  type: anthropic
                  apiKey: ${env:ANTHROPIC_API_KEY}
                  concurrent: 2
                  tokensPerMinute: 100000
                bedrock: {type: bedrock, region: eu-west-1}
                vllm: {type: openai, baseUrl: http://localhost:8000/v1/, contextTokens: 32768}
              aliases:
                default: [claude:claude-3-7-sonnet, bedrock:claude-3-7-sonnet, offline]
                small: [vllm:qwen]
              attempts: 2
              firstPart: 20s
              breaker: {failures: 3, pause: 1m}
              prices:
                - {provider: vllm, model: qwen, input: 0.1, output: 0.2, from: 2026-01-01}
            budgets: {session: 0.5, day: 100}
            """);
    ProviderConfig claude = config.providers().getFirst();
    assertThat(claude.credentials())
        .isEqualTo(new ProviderConfig.Credentials.ApiKey(new Secret("sk-1")));
    assertThat(claude.tokensPerMinute()).isEqualTo(100_000);
    assertThat(config.providers().getLast().baseUrl())
        .isEqualTo(URI.create("http://localhost:8000/v1"));
    assertThat(config.aliases()).containsOnlyKeys("default", "small");
    assertThat(config.firstPart()).isEqualTo(Duration.ofSeconds(20));
    assertThat(config.breakerFailures()).isEqualTo(3);
    assertThat(config.prices()).hasSize(1);
    assertThat(config.budgets().session()).isEqualByComparingTo("0.5");
    assertThat(config.budgets().agent()).isNull();
    assertThat(config.toString()).doesNotContain("sk-1");
  }

  @Test
  void all_that_is_wrong_is_told_at_once_with_its_line() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    models:
                      providers:
                        Claude: {type: anthropic}
                        aws: {type: bedrock}
                        local: {type: olama, baseUrl: localhost}
                      aliases:
                        small: [nowhere:x]
                      atempts: 3
                      prices: [{provider: gone, model: x}]
                    budgets: {week: 3, day: -1}
                    """))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("cadre.yaml:3: models.providers.Claude must be named by lower-case")
        .hasMessageContaining("models.providers.Claude.apiKey is missing")
        .hasMessageContaining("cadre.yaml:4: models.providers.aws.region is missing")
        .hasMessageContaining("models.providers.local.type must be one of bedrock, anthropic")
        .hasMessageContaining("models.providers.local.baseUrl must be a URL")
        .hasMessageContaining("models.aliases must say which model is the default")
        .hasMessageContaining("models.aliases.small names a model that cannot be called")
        .hasMessageContaining("models.atempts is not a known key; did you mean 'attempts'?")
        .hasMessageContaining("'gone' is not one of models.providers")
        .hasMessageContaining("budgets.week is not a known key")
        .hasMessageContaining("budgets.day is -1.0; it must be 0.0 to");
  }

  @Test
  void an_alias_that_the_region_does_not_take_is_found_at_the_start() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    models:
                      providers:
                        bedrock: {type: bedrock, region: eu-west-1}
                      aliases:
                        default: [bedrock:anthropic.claude-3-5-sonnet-20240620-v1:0]
                    """))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("name eu.anthropic.claude-3-5-sonnet-20240620-v1:0");
  }

  @Test
  void the_default_needs_no_provider() {
    assertThat(read("models: {aliases: {mine: [offline]}}").aliases())
        .isEqualTo(Map.of("mine", List.of("offline")));
  }
}
