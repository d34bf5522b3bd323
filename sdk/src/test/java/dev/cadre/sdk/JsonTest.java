package dev.cadre.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
  private record Point(int x, PingStatus status) {}

  @Test
  void values_of_every_kind_are_read() {
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("a", Arrays.asList(1L, -0.5, 1e3, true, false, null));
    expected.put("", Map.of());
    expected.put("big", new BigInteger("123456789012345678901234567890"));
    expected.put("long", Long.MIN_VALUE);

    assertThat(
            Json.read(
                " {\"a\" : [1, -0.5,1E+3, true,false,null], \"\": { },\n"
                    + "\"big\": 123456789012345678901234567890, \"long\": -9223372036854775808}\t"))
        .isEqualTo(expected);
  }

  @Test
  void strings_are_unescaped() {
    assertThat(Json.read("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00ü\""))
        .isEqualTo("a\"\\/\b\f\n\r\té😀ü");
  }

  @Test
  void of_equal_keys_the_last_one_wins() {
    assertThat(Json.read("{\"a\": 1, \"a\": 2}")).isEqualTo(Map.of("a", 2L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1",
        "[1,]",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "{\"a\":1,}",
        "01",
        "-",
        "+1",
        "1.",
        ".5",
        "1e",
        "1e999",
        "NaN",
        "tru",
        "nul",
        "\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\n\"",
        "1 2",
        "[1 2]",
        "'a'",
        "\u00a01",
        "[1]]"
      })
  void what_is_not_json_is_refused(String text) {
    assertThatThrownBy(() -> Json.read(text))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("at character");
  }

  @Test
  void bytes_that_are_not_utf_8_are_refused() {
    assertThatThrownBy(() -> Json.read(new byte[] {'"', (byte) 0xff, '"'}))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void nesting_has_a_limit_in_both_directions() {
    Object nested = 1;
    for (int i = 0; i < 500; i++) {
      nested = List.of(nested);
    }
    List<Object> itself = new ArrayList<>();
    itself.add(itself);

    assertThat(Json.read(Json.write(nested))).isNotNull();
    assertThatThrownBy(() -> Json.read("[".repeat(501))).hasMessageContaining("500");
    assertThatThrownBy(() -> Json.write(itself)).hasMessageContaining("500");
  }

  @Test
  void values_of_every_kind_are_written() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("text", "a\"\\\n\r\t\u0001ü😀\ud83d");
    value.put("numbers", Arrays.asList(1, 2.5, Double.NaN, new BigInteger("9"), null));
    value.put("record", new Point(3, PingStatus.HEALTHY));
    value.put("arrays", new Object[] {new int[] {1, 2}, new byte[] {0, 1}});
    value.put("other", LocalDate.of(2026, 1, 2));

    assertThat(Json.write(value))
        .isEqualTo(
            "{\"text\": \"a\\\"\\\\\\n\\r\\t\\u0001ü😀\\ud83d\", "
                + "\"numbers\": [1, 2.5, null, 9, null], "
                + "\"record\": {\"x\": 3, \"status\": \"HEALTHY\"}, "
                + "\"arrays\": [[1, 2], \"AAE=\"], \"other\": \"2026-01-02\"}");
  }
}
