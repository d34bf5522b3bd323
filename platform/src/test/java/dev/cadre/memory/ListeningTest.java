package dev.cadre.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.cadre.memory.Extractor.Candidate;
import dev.cadre.memory.Extractor.Kind;
import dev.cadre.memory.Extractor.Known;
import dev.cadre.memory.Extractor.Role;
import dev.cadre.memory.Extractor.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListeningTest {
  private static List<Turn> said(String... texts) {
    List<Turn> turns = new ArrayList<>();
    for (String text : texts) {
      turns.add(new Turn("e" + turns.size(), Role.USER, text, Instant.EPOCH));
    }
    return turns;
  }

  private static List<Candidate> heard(List<Known> known, List<Turn> before, List<Turn> turns) {
    return new PlainExtractor()
        .extract(
            new Extractor.Request(Kind.FACTS, "anna", "s", "", List.of(), known, before, turns));
  }

  private static List<String> texts(String... said) {
    return heard(List.of(), List.of(), said(said)).stream().map(Candidate::text).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "If I had a garden I would grow tomatoes.",
        "Suppose I'm 40 years old and live in Texas.",
        "Imagine I am a vegan. My budget is 20 euros.",
        "Let's assume my salary is 90,000.",
        "I might move to Denver next year.",
        "I'm not sure I like clowns.",
        "I think my neighbour took the parcel.",
        "I almost bought a house in Kent.",
        "I wish I had a big dog.",
        "Were I to live in Oslo, my rent was higher.",
        "\"I live in a castle\" is a line of that film.",
        "I told you I like green tea.",
        "Do I live in Berlin?",
        "is there any train to Bonn",
        "My password is swordfish."
      })
  void what_is_supposed_guessed_wished_quoted_asked_or_secret_is_no_fact(String said) {
    assertThat(texts(said)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I'm really tired today.",
        "my build is failing again",
        "I am trying to log in to my account.",
        "My question is how long this takes.",
        "I am stuck on level nine."
      })
  void what_is_over_before_anyone_asks_is_not_kept(String said) {
    assertThat(texts(said)).isEmpty();
  }

  @Test
  void what_others_say_is_kept_as_theirs() {
    assertThat(texts("My doctor says I have weak ankles.", "Tom told me that he lives in Madrid."))
        .containsExactly(
            "My doctor says I have weak ankles.", "Tom told me that he lives in Madrid.");
  }

  @Test
  void a_sentence_says_what_each_of_its_clauses_says() {
    assertThat(texts("If I had more room I would, but we live in a flat in Leeds."))
        .containsExactly("The user lives in a flat in Leeds.");
    assertThat(texts("My email is tom@example.org and my age is 40."))
        .containsExactly("The user's email is tom@example.org.", "The user's age is 40.");
    assertThat(texts("I love running but my left knee hurts a lot."))
        .containsExactly("The user likes running.", "My left knee hurts a lot.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "I love pizza and pasta.|The user likes pizza and pasta.|taste pizza and pasta",
        "I do not drink coffee after noon.|The user does not drink coffee after noon.|drink coffee"
            + " after noon",
        "I live in St. Louis.|The user lives in St. Louis.|home",
        "My name is Jon, not John.|The user's name is Jon.|name",
        "I'm not allergic to cats after all.|The user is not allergic to cats.|allergy cats",
        "I am no longer vegan.|The user is no longer vegan.|diet",
        "My parents are both teachers.|The user's parents are both teachers.|my parents",
        "My sister Ida lives in Rome.|The user's sister Ida lives in Rome.|sister Ida home",
        "Please always answer in Spanish.|The user wants answers in Spanish.|language of answers",
        "My favourite colour isn't red, it's teal.|The user's favourite colour is teal.|favourite"
            + " colour"
      })
  void values_keep_their_words_and_lose_what_is_none_of_them(
      String said, String text, String subject) {
    assertThat(heard(List.of(), List.of(), said(said)))
        .containsExactly(new Candidate(text, subject, List.of("e0")));
  }

  @Test
  void what_somebody_asks_to_have_remembered_is() {
    assertThat(
            texts(
                "Can you remember that I take my coffee black?",
                "Don't forget: my son has football on Mondays.",
                "Please note that I live in Ghent.",
                "Do you remember my name?"))
        .containsExactly(
            "I take my coffee black.",
            "My son has football on Mondays.",
            "The user lives in Ghent.");
  }

  @Test
  void a_correction_replaces_what_was_said_last_also_when_that_was_read_before() {
    List<Turn> turns = said("My birthday is on May 3.", "Sorry, I meant May 13.");
    Candidate corrected =
        new Candidate("The user's birthday is on May 13.", "my birthday", List.of("e0", "e1"));
    assertThat(heard(List.of(), List.of(), turns)).endsWith(corrected);
    assertThat(heard(List.of(), turns.subList(0, 1), turns.subList(1, 2)))
        .containsExactly(corrected);
    assertThat(heard(List.of(), List.of(), turns.subList(1, 2))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "so a ",
        "really ",
        "and i ",
        "my dog's ",
        "now, ",
        "A. ",
        "but because ",
        "oh no, ",
        "i'd ",
        "\" "
      })
  void no_text_takes_long(String piece) {
    String short500 = piece.repeat(500 / piece.length());
    String endless = piece.repeat(90_000 / piece.length());
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (String said :
              List.of(
                  "I live in " + short500 + "x".repeat(60),
                  "My cat is " + short500 + ";;",
                  "I am " + short500 + "x",
                  "Sorry, " + short500 + "I meant x",
                  endless)) {
            texts(said, "I love " + said, "Sorry, I meant tea.");
          }
        });
  }

  @Test
  void a_correction_of_what_has_no_value_breaks_nothing() {
    assertThat(texts("I quit smoking.", "Sorry, I meant May 13."))
        .startsWith("The user stopped smoking.");
  }

  @Test
  void a_correction_means_what_is_like_it() {
    assertThat(
            texts(
                "My birthday is on May 3. I live in Paris. I like green tea.",
                "Sorry, I meant May 13."))
        .endsWith("The user's birthday is on May 13.")
        .doesNotContain("The user likes May 13.");
    assertThat(texts("I live in Paris. I like green tea.", "Sorry, I meant Versailles."))
        .endsWith("The user lives in Versailles.");
    assertThat(texts("I like green tea.", "Sorry, I meant May 13.")).hasSize(1);
  }

  @Test
  void who_is_meant_by_a_pronoun_is_kept_with_it() {
    List<Turn> turns = said("My dog's name is Pepper.", "She's an old beagle.");
    assertThat(heard(List.of(), turns.subList(0, 1), turns.subList(1, 2)))
        .containsExactly(
            new Candidate(
                "My dog's name is Pepper. She's an old beagle.", null, List.of("e0", "e1")));
    assertThat(texts("She's an old beagle.")).isEmpty();
  }

  @Test
  void a_denial_replaces_what_it_denies_and_nothing_else() {
    List<Turn> denial = said("I no longer work for the bank.");
    assertThat(
            heard(
                List.of(new Known("employer", "The user works for the bank.")), List.of(), denial))
        .extracting(Candidate::subject)
        .containsExactly("employer");
    assertThat(heard(List.of(new Known("employer", "The user works at Acme.")), List.of(), denial))
        .extracting(Candidate::subject)
        .containsExactly("not employer the bank");
  }

  @Test
  void a_correction_in_an_event_of_its_own_reaches_the_record() {
    try (Memories memories = new Memories()) {
      Memory memory =
          memories.create(
              "{'semanticMemoryStrategy': {'name': 'facts', 'namespaces': ['/facts/{actorId}']}}");
      memories.say(memory, "anna", "s", "My birthday is on May 3.");
      memories.settle();
      memories.say(memory, "anna", "s", "Sorry, I meant May 13.");
      memories.say(memory, "ben", "s", "Sorry, I meant May 14.");
      memories.settle();
      assertThat(memories.known(memory)).containsExactly("The user's birthday is on May 13.");
    }
  }
}
