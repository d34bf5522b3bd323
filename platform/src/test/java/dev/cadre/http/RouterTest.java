package dev.cadre.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.http.Router.Match;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouterTest {
  private static final Handler NOTHING = exchange -> {};

  private final Router router = new Router(AwsModels.load());

  private Match.Found found(String method, String path) {
    return (Match.Found) router.match(method, path);
  }

  @Test
  void a_literal_goes_before_a_variable() {
    router.add("GET", "/a/{x}", NOTHING).add("GET", "/a/fixed", NOTHING);
    assertThat(found("GET", "/a/fixed").pattern()).isEqualTo("/a/fixed");
    assertThat(found("GET", "/a/other").variables()).containsExactly(Map.entry("x", "other"));
  }

  @Test
  void a_literal_that_leads_nowhere_gives_way_to_a_variable() {
    router.add("GET", "/a/fixed/one", NOTHING).add("GET", "/a/{x}/{y}", NOTHING);
    assertThat(found("GET", "/a/fixed/two").variables())
        .isEqualTo(Map.of("x", "fixed", "y", "two"));
  }

  @Test
  void an_encoded_slash_stays_inside_its_variable() {
    router.add("POST", "/runtimes/{arn}/invocations", NOTHING);
    assertThat(found("POST", "/runtimes/arn%3Aaws%3Aruntime%2Fa-1+b/invocations").variables())
        .containsEntry("arn", "arn:aws:runtime/a-1+b");
  }

  @Test
  void a_variable_takes_no_empty_segment() {
    router.add("GET", "/runtimes/{id}/", NOTHING);
    assertThat(router.match("GET", "/runtimes//")).isEqualTo(new Match.None());
  }

  @Test
  void a_trailing_slash_counts() {
    router.add("GET", "/with/", NOTHING).add("GET", "/without", NOTHING);
    assertThat(router.match("GET", "/with")).isEqualTo(new Match.None());
    assertThat(router.match("GET", "/without/")).isEqualTo(new Match.None());
    assertThat(found("GET", "/with/").pattern()).isEqualTo("/with/");
  }

  @Test
  void a_known_path_under_another_method_names_the_methods_there_are() {
    router.add("PUT", "/a", NOTHING).add("GET", "/a", NOTHING);
    assertThat(((Match.WrongMethod) router.match("DELETE", "/a")).allowed())
        .containsExactly("GET", "PUT");
  }

  @Test
  void what_is_bound_twice_is_refused() {
    router.add("GET", "/a/{x}", NOTHING);
    assertThatThrownBy(() -> router.add("GET", "/a/{y}", NOTHING))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("GET /a/{y}");
  }

  @Test
  void an_operation_that_the_model_lacks_is_refused_with_its_name() {
    assertThatThrownBy(() -> router.aws("bedrock-agentcore", "InvokeNothing", (_, _) -> null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("InvokeNothing");
  }

  @Test
  void a_percent_sign_without_an_escape_is_malformed_not_a_crash() {
    router.add("GET", "/a/{x}", NOTHING);
    assertThat(router.match("GET", "/a/50%zz")).isEqualTo(new Match.Malformed("50%zz"));
    assertThat(router.match("GET", "/a/%")).isEqualTo(new Match.Malformed("%"));
  }

  @Test
  void what_is_no_path_is_not_found() {
    router.add("GET", "/{x}", NOTHING);
    assertThat(router.match("OPTIONS", "*")).isEqualTo(new Match.None());
    assertThat(router.match("CONNECT", "")).isEqualTo(new Match.None());
  }

  @Test
  void a_pattern_of_the_model_is_bound_as_it_stands() {
    router.aws("bedrock-agentcore-control", "GetAgentRuntime", (_, _) -> null);
    assertThat(found("GET", "/runtimes/a-0123456789/").pattern())
        .isEqualTo("/runtimes/{agentRuntimeId}/");
  }
}
