package dev.cadre.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenEstimateTest {

  /** Counted with the cl100k tokenizer of OpenAI. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The quick brown fox jumps over the lazy dog. | 10",
        "Where is order ORD-2024-001? I have been waiting for it since Tuesday. | 20",
        "{\"city\":\"Oslo\",\"days\":[1,2,3],\"units\":\"metric\"} | 19",
        "注文はどこですか | 9",
        "Где мой заказ? | 8",
      })
  void an_estimate_is_never_far_below_what_is_counted(String text, int counted) {
    assertThat(TokenEstimate.text(text)).isBetween((long) (counted * 0.7), (long) counted * 3);
  }

  @Test
  void everything_that_is_sent_counts() {
    ModelRequest bare = Samples.request("m");
    int before = TokenEstimate.of(bare);
    ModelRequest full =
        new ModelRequest(
            "m",
            bare.system(),
            List.of(
                new Message.User(
                    List.of(
                        new Content.Text("Hello"),
                        new Content.Image("image/png", Bytes.copyOf(new byte[9]))))),
            List.of(new ToolSpec("clock", "Tells the time.", Json.object())));
    assertThat(TokenEstimate.of(full)).isGreaterThan(before + 1_600);
  }
}
