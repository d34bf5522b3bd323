package dev.cadre.harness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CutTest {
  @Test
  void what_is_short_enough_stays_as_it_is() {
    assertThat(Cut.to("One. Two.", 9)).isEqualTo("One. Two.");
  }

  @Test
  void a_text_ends_after_a_sentence() {
    assertThat(Cut.to("It was sent. It comes on Monday. Nobody need be in.", 40))
        .isEqualTo("It was sent. It comes on Monday.");
  }

  @Test
  void a_table_ends_after_a_row() {
    assertThat(Cut.to("| a | b |\n|---|---|\n| one | two |\n| three | four |", 40))
        .isEqualTo("| a | b |\n|---|---|\n| one | two |");
  }

  @Test
  void a_long_sentence_ends_after_a_word() {
    assertThat(Cut.to("It was sent on Monday to the address that we have", 20))
        .isEqualTo("It was sent on…");
  }

  @Test
  void for_no_characters_there_is_no_text() {
    assertThat(Cut.to("Something", 0)).isEmpty();
  }
}
