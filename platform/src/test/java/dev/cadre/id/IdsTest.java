package dev.cadre.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
  private final IdSource ids = new IdSource(new SecureRandom());

  @Test
  void an_agent_s_id_is_its_name_and_ten_letters_or_digits() {
    AgentRuntimeId id = ids.agentRuntime(new AgentRuntimeName("my_agent"));
    assertThat(id.value()).matches("my_agent-[a-zA-Z0-9]{10}");
  }

  @Test
  void a_session_id_made_here_is_valid_and_new_each_time() {
    Set<SessionId> made = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      made.add(ids.session());
    }
    assertThat(made).hasSize(1000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1a", "_a", "a-b", "a b", "ä", "a\n"})
  void a_name_starts_with_a_letter_and_has_no_hyphen(String name) {
    assertThatThrownBy(() -> new AgentRuntimeName(name)).isInstanceOf(Fault.Invalid.class);
    assertThatThrownBy(() -> new EndpointName(name)).isInstanceOf(Fault.Invalid.class);
  }

  @Test
  void a_name_has_at_most_48_characters() {
    assertThat(new AgentRuntimeName("a".repeat(48)).value()).hasSize(48);
    assertThatThrownBy(() -> new AgentRuntimeName("a".repeat(49)))
        .isInstanceOf(Fault.Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo", "echo-123", "echo-01234567890", "../e-0123456789", "-0123456789"})
  void an_agent_s_id_has_its_form(String id) {
    assertThatThrownBy(() -> new AgentRuntimeId(id)).isInstanceOf(Fault.Invalid.class);
  }

  @Test
  void a_session_id_has_33_to_256_characters() {
    assertThat(new SessionId("s".repeat(33)).value()).hasSize(33);
    assertThat(new SessionId("s".repeat(256)).value()).hasSize(256);
    assertThatThrownBy(() -> new SessionId("s".repeat(257))).isInstanceOf(Fault.Invalid.class);
    assertThatThrownBy(() -> new SessionId("0123456789abcdef0123456789abcdef"))
        .hasMessageContaining("32 characters")
        .hasMessageContaining("33 to 256");
  }

  @Test
  void a_session_id_holds_printable_ascii_only() {
    assertThatThrownBy(() -> new SessionId(" ".repeat(40))).isInstanceOf(Fault.Invalid.class);
    assertThatThrownBy(() -> new SessionId("s".repeat(40) + "\r\nx: y"))
        .isInstanceOf(Fault.Invalid.class);
  }

  @Test
  void an_arn_survives_reading_and_writing() {
    String text = "arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/a-0123456789:x/y";
    Arn arn = Arn.parse(text);
    assertThat(arn.resource()).isEqualTo("runtime/a-0123456789:x/y");
    assertThat(arn).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "arn", "arn:aws:s3:::", "urn:aws:s3:r:a:x", "arn:aws:s3:r:a"})
  void what_is_no_arn_is_refused_by_its_text(String text) {
    assertThatThrownBy(() -> Arn.parse(text))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("'" + text + "'");
  }
}
