package dev.cadre.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is read of {@code WWW-Authenticate}. */
final class ChallengeTest {
  private static Challenge of(String... headers) {
    return Challenge.of(401, List.of(headers));
  }

  @Test
  void parameters_are_read_quoted_or_not_in_any_case() {
    Challenge challenge =
        of("bearer Realm=x, SCOPE=\"a b a\", resource_metadata=\"https://h/m?a=\\\"1\\\"\"");

    assertThat(challenge.scopes()).containsExactly("a", "b");
    assertThat(challenge.metadata()).isEqualTo("https://h/m?a=\"1\"");
    assertThat(challenge.error()).isEmpty();
  }

  @Test
  void another_scheme_says_nothing_of_tokens() {
    assertThat(of("Basic realm=\"Bearer x\"", "Digest scope=\"a\"").scopes()).isEmpty();
    assertThat(of("Basic realm=\"x\", Bearer scope=\"a\"").scopes()).containsExactly("a");
    assertThat(of("Basic realm=\"x\"", "Bearer scope=\"b\"").scopes()).containsExactly("b");
  }

  @Test
  void what_is_not_well_formed_says_nothing() {
    assertThat(of("Bearer").metadata()).isNull();
    assertThat(of("Bearer =,,\"", "").scopes()).isEmpty();
    assertThat(of("Bearer scope=\"" + "a ".repeat(9_000) + "\"").scopes()).isEmpty();
  }

  @Test
  void only_a_403_with_its_code_asks_for_more() {
    List<String> header = List.of("Bearer error=\"insufficient_scope\"");
    assertThat(Challenge.of(403, header).insufficient()).isTrue();
    assertThat(Challenge.of(401, header).insufficient()).isFalse();
    assertThat(Challenge.of(403, List.of("Bearer error=invalid_token")).insufficient()).isFalse();
  }
}
