package dev.cadre.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PageTokenTest {
  @Test
  void a_token_gives_its_key_back() {
    String token = PageToken.encode("ListAgentRuntimes", "42");
    assertThat(token).matches("\\S+").doesNotContain("42");
    assertThat(PageToken.decode("ListAgentRuntimes", token)).isEqualTo("42");
  }

  @Test
  void a_token_of_another_listing_is_refused() {
    String token = PageToken.encode("ListAgentRuntimeVersions a-1234567890", "42");
    assertThatThrownBy(() -> PageToken.decode("ListAgentRuntimeVersions b-1234567890", token))
        .isInstanceOf(Fault.Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "not base64!", "AAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAA", "42"})
  void anything_else_is_refused_by_name(String garbage) {
    assertThatThrownBy(() -> PageToken.decode("ListAgentRuntimes", garbage))
        .isInstanceOfSatisfying(
            Fault.Invalid.class,
            fault -> assertThat(fault.fields().getFirst().path()).isEqualTo("nextToken"));
  }
}
