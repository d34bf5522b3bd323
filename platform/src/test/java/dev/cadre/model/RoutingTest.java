package dev.cadre.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingTest {
  private static Routing at(ProviderConfig... providers) {
    return new Routing(List.of(providers), Map.of(), Catalogue.load());
  }

  private static String one(Routing routing, String model) {
    List<Target> targets = routing.targets(model);
    assertThat(targets).hasSize(1);
    return targets.getFirst().toString();
  }

  @ParameterizedTest
  @CsvSource({
    "claude-3-7-sonnet, eu-west-1, eu.anthropic.claude-3-7-sonnet-20250219-v1:0",
    "claude-3-7-sonnet, us-east-2, us.anthropic.claude-3-7-sonnet-20250219-v1:0",
    "claude-3-7-sonnet, ap-south-1, apac.anthropic.claude-3-7-sonnet-20250219-v1:0",
    "claude-3-5-sonnet, eu-north-1, eu.anthropic.claude-3-5-sonnet-20240620-v1:0",
    "us.amazon.nova-pro-v1:0, us-west-2, us.amazon.nova-pro-v1:0",
    "nova-lite, eu-central-1, eu.amazon.nova-lite-v1:0",
    "amazon.nova-pro-v1:0, us-east-1, amazon.nova-pro-v1:0",
    "anthropic.claude-3-5-sonnet-20240620-v1:0, us-east-1, anthropic.claude-3-5-sonnet-20240620-v1:0",
    "eu.anthropic.claude-3-7-sonnet-20250219-v1:0, eu-west-3, eu.anthropic.claude-3-7-sonnet-20250219-v1:0",
  })
  void bedrocks_ids_fit_their_region(String model, String region, String id) {
    assertThat(one(at(Samples.bedrock(region)), model)).isEqualTo("bedrock:" + id);
    assertThat(one(at(Samples.bedrock(region)), "bedrock:" + model)).isEqualTo("bedrock:" + id);
  }

  @ParameterizedTest
  @CsvSource({
    "anthropic.claude-3-5-sonnet-20240620-v1:0, eu-west-1, eu.anthropic.claude-3-5-sonnet-20240620-v1:0",
    "anthropic.claude-3-7-sonnet-20250219-v1:0, us-east-1, us.anthropic.claude-3-7-sonnet-20250219-v1:0",
    "us.amazon.nova-pro-v1:0, eu-west-1, eu.amazon.nova-pro-v1:0",
  })
  void an_id_that_does_not_work_in_the_region_is_refused_with_the_one_that_does(
      String model, String region, String right) {
    assertThatThrownBy(() -> at(Samples.bedrock(region)).targets(model))
        .isInstanceOf(ModelException.Invalid.class)
        .hasMessage(model + " cannot be called in " + region + "; name " + right);
  }

  @Test
  void a_region_without_the_model_is_told_where_it_is() {
    assertThatThrownBy(() -> at(Samples.bedrock("eu-west-1")).targets("nova-premier"))
        .isInstanceOf(ModelException.Invalid.class)
        .hasMessageContaining("not offer amazon.nova-premier-v1:0 in eu-west-1")
        .hasMessageContaining("us-east-1, us-east-2, us-west-2");
  }

  @ParameterizedTest
  @CsvSource({
    "claude-3.5-sonnet, eu.anthropic.claude-3-5-sonnet-20240620-v1:0",
    "eu.anthropic.claude-3.7-sonnet-20250219-v1:0, eu.anthropic.claude-3-7-sonnet-20250219-v1:0",
  })
  void a_dot_in_claudes_version_is_corrected(String written, String id) {
    assertThat(one(at(Samples.bedrock("eu-west-1")), written)).isEqualTo("bedrock:" + id);
  }

  @Test
  void a_model_of_speech_answers_no_messages() {
    for (String sonic : List.of("nova-sonic", "amazon.nova-2-sonic-v1:0")) {
      assertThatThrownBy(() -> at(Samples.bedrock("us-east-1")).targets(sonic))
          .isInstanceOf(ModelException.Invalid.class)
          .hasMessageContaining("speech");
    }
  }

  @Test
  void one_name_is_each_providers_own_id() {
    ProviderConfig anthropic = Samples.provider("claude", ProviderKind.ANTHROPIC, "");
    assertThat(one(at(anthropic), "claude-3-7-sonnet"))
        .isEqualTo("claude:claude-3-7-sonnet-20250219");
  }

  @Test
  void the_first_provider_that_offers_a_model_has_it() {
    Routing routing =
        at(
            Samples.provider("local", ProviderKind.OLLAMA, ""),
            Samples.bedrock("eu-west-1"),
            Samples.provider("claude", ProviderKind.ANTHROPIC, ""));
    assertThat(one(routing, "claude-3-7-sonnet")).startsWith("bedrock:eu.");
    assertThat(one(routing, "claude-3-7-sonnet-20250219")).startsWith("claude:");
  }

  @Test
  void what_the_catalogue_lacks_can_be_called_by_its_provider() {
    Target target =
        at(Samples.provider("vllm", ProviderKind.OPENAI, ""))
            .targets("vllm:Qwen/Qwen3-8B:latest")
            .getFirst();
    assertThat(target.id()).isEqualTo("Qwen/Qwen3-8B:latest");
    assertThat(target.contextTokens()).isEqualTo(50_000);
  }

  @Test
  void an_alias_is_its_list_in_order() {
    Routing routing =
        new Routing(
            List.of(Samples.bedrock("us-east-1")),
            Map.of("default", List.of("bedrock:nova-pro", "offline")),
            Catalogue.load());
    assertThat(routing.targets("default"))
        .extracting(Target::toString)
        .containsExactly("bedrock:us.amazon.nova-pro-v1:0", "offline:offline");
    assertThat(routing.targets("small")).isEqualTo(routing.targets("default"));
  }

  @Test
  void nothing_set_up_is_the_offline_model_whatever_known_model_is_named() {
    for (String model : List.of("default", "small", "us.amazon.nova-pro-v1:0", "claude-3.5-sonnet")) {
      assertThat(at().targets(model))
          .singleElement()
          .satisfies(target -> assertThat(target.provider().name()).isEqualTo("offline"));
    }
  }

  @Test
  void a_known_model_that_no_provider_offers_is_refused_once_there_are_providers() {
    assertThatThrownBy(
            () -> at(Samples.provider("gpt", ProviderKind.OPENAI, "")).targets("nova-pro"))
        .isInstanceOf(ModelException.Invalid.class)
        .hasMessageContaining("no provider that is set up offers nova-pro")
        .hasMessageContaining("models.providers");
  }

  @Test
  void an_unknown_model_is_refused_with_the_nearest() {
    assertThatThrownBy(() -> at().targets("claude-3-7-sonet"))
        .isInstanceOf(ModelException.Invalid.class)
        .hasMessageContaining("did you mean 'claude-3-7-sonnet'?");
    assertThatThrownBy(() -> at().targets("x"))
        .isInstanceOf(ModelException.Invalid.class)
        .hasMessageContaining("'x' is not a known model");
  }
}
