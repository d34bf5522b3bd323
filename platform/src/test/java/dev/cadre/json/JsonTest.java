package dev.cadre.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  \n",
        "{",
        "{\"a\":1,\"a\":2}",
        "{} {}",
        "{\"a\":NaN}",
        "{'a':1}",
        "{\"a\":1,}",
        "// no\n{}",
        "nul"
      })
  void what_is_not_one_json_value_is_refused(String text) {
    assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(Fault.Invalid.class);
    assertThatThrownBy(() -> Json.parse(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("not valid JSON");
  }

  @Test
  void the_place_of_the_mistake_is_told() {
    assertThatThrownBy(() -> Json.parse("{\n  \"a\": x}")).hasMessageContaining("line 2");
  }

  @Test
  void the_parsers_own_classes_are_not_told() {
    assertThatThrownBy(() -> Json.parse("{} {}"))
        .hasMessage(
            "the body is not valid JSON: Trailing token found after value (line 1, column 4)");
    assertThatThrownBy(() -> Json.parse("[".repeat(600)))
        .hasMessageContaining("exceeds the maximum allowed (500)")
        .hasMessageNotContaining("`");
  }

  @Test
  void deep_nesting_is_refused_not_followed() {
    assertThatThrownBy(() -> Json.parse("[".repeat(1_000_000))).isInstanceOf(Fault.Invalid.class);
  }

  @Test
  void text_goes_out_as_utf8_without_white_space() {
    assertThat(Json.bytes(Json.object().put("k", "ü€😀")))
        .isEqualTo("{\"k\":\"ü€😀\"}".getBytes(StandardCharsets.UTF_8));
  }

  record Pair(String left, List<Integer> right) {}

  @Test
  void a_record_survives_writing_and_binding() {
    Pair pair = new Pair("l", List.of(1, 2));
    assertThat(Json.bind(Json.tree(pair), Pair.class)).isEqualTo(pair);
    assertThatThrownBy(() -> Json.bind(Json.parse("{\"left\":[]}"), Pair.class))
        .isInstanceOf(Fault.Invalid.class);
  }
}
