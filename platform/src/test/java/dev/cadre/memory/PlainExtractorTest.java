package dev.cadre.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.memory.Extractor.Candidate;
import dev.cadre.memory.Extractor.Kind;
import dev.cadre.memory.Extractor.Role;
import dev.cadre.memory.Extractor.Turn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainExtractorTest {
  private static List<Candidate> extract(Kind kind, Object... rolesAndTexts) {
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < rolesAndTexts.length; i += 2) {
      turns.add(
          new Turn(
              "e" + i / 2, (Role) rolesAndTexts[i], (String) rolesAndTexts[i + 1], Instant.EPOCH));
    }
    return new PlainExtractor()
        .extract(
            new Extractor.Request(kind, "anna", "s", "", List.of(), List.of(), List.of(), turns));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Hi, my name is Anna.|The user's name is Anna.|name",
        "I live in Berlin, by the way.|The user lives in Berlin.|home",
        "I've just moved to Oslo!|The user lives in Oslo.|home",
        "I work at the post office.|The user works at the post office.|employer",
        "I'm 34 years old|The user is 34 years old.|age",
        "My birthday is on the 3rd of May.|The user's birthday is on the 3rd of May.|my birthday",
        "My favourite colour is green.|The user's favourite colour is green.|favourite colour",
        "I’m allergic to peanuts.|The user is allergic to peanuts.|allergy peanuts",
        "I love hiking.|The user likes hiking.|taste hiking",
        "I don't like hiking anymore.|The user does not like hiking.|taste hiking",
        "I prefer trains to planes.|The user prefers trains to planes.|prefer trains to planes",
        "I love my dog.|The user likes their dog.|taste their dog"
      })
  void what_people_say_of_themselves_has_a_subject(String said, String text, String subject) {
    assertThat(extract(Kind.FACTS, Role.USER, said))
        .containsExactly(new Candidate(text, subject, List.of("e0")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hello there, how are you?",
        "Thanks a lot!",
        "Can you book a table for two?",
        "What is my name?",
        "Ok, great.",
        ""
      })
  void questions_greetings_and_thanks_are_not_kept(String said) {
    assertThat(extract(Kind.FACTS, Role.USER, said)).isEmpty();
  }

  @Test
  void other_statements_are_kept_word_for_word() {
    assertThat(
            extract(
                Kind.FACTS,
                Role.USER,
                "Maria went to the concert in Hamburg last Friday. She got a signed poster!"))
        .extracting(Candidate::text)
        .containsExactly(
            "Maria went to the concert in Hamburg last Friday. She got a signed poster!");
  }

  @Test
  void what_the_assistant_says_is_no_fact() {
    assertThat(extract(Kind.FACTS, Role.ASSISTANT, "I live in the cloud.")).isEmpty();
  }

  @Test
  void only_preferences_are_preferences() {
    assertThat(
            extract(
                Kind.PREFERENCES,
                Role.USER,
                "I live in Berlin. I prefer window seats. The train leaves at nine."))
        .extracting(Candidate::text)
        .containsExactly("The user prefers window seats.");
  }

  @Test
  void a_summary_keeps_what_matters_in_order_and_says_who_said_it() {
    List<Candidate> summary =
        extract(
            Kind.SUMMARY,
            Role.USER,
            "We plan a trip to Norway in May. The trip must be cheap.",
            Role.ASSISTANT,
            "Norway in May is cold. Ok.",
            Role.USER,
            "Then the trip to Norway moves to July.");
    assertThat(summary).hasSize(1);
    assertThat(summary.getFirst().text())
        .startsWith("User: We plan a trip to Norway in May.")
        .contains("moves to July")
        .doesNotContain("Ok.");
    assertThat(summary.getFirst().events()).contains("e0", "e2");
  }

  @Test
  void an_episode_says_what_was_wanted_done_and_reached() {
    assertThat(
            extract(
                Kind.EPISODE,
                Role.USER,
                "Where is order 4711?",
                Role.TOOL,
                "{\"status\": \"shipped\"}",
                Role.ASSISTANT,
                "It was shipped."))
        .containsExactly(
            new Candidate(
                "Goal: Where is order 4711?\n"
                    + "Step: {\"status\": \"shipped\"}\n"
                    + "Outcome: It was shipped.",
                null,
                List.of("e0", "e2")));
  }

  @Test
  void a_long_text_without_an_end_takes_no_time() {
    String endless = "I love " + "my my is ".repeat(20_000);
    assertThat(extract(Kind.FACTS, Role.USER, endless)).isEmpty();
  }
}
