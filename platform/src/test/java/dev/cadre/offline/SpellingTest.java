package dev.cadre.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SpellingTest {
  private static final Spelling SPELLING =
      new Spelling(
          List.of(
              Tool.of(
                  new ToolSpec(
                      "track",
                      "Tracks a package that was shipped to an address.",
                      Json.object()))));

  @Test
  void letters_exchanged_left_out_and_doubled_are_mended() {
    assertThat(SPELLING.mended("was my pacakge sent to this adress"))
        .isEqualTo("was my package sent to this address");
  }

  @Test
  void another_word_stays_although_it_is_near() {
    assertThat(SPELLING.mended("a passage to Shipton")).isEqualTo("a passage to Shipton");
  }

  @Test
  void a_form_of_a_known_word_is_no_mistake() {
    assertThat(SPELLING.mended("packages and shipping")).isEqualTo("packages and shipping");
  }
}
