package dev.cadre.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecollectionTest {
  private static final String FACTS =
      "{'semanticMemoryStrategy': {'name': 'facts', 'namespaces': ['/facts/{actorId}/']}}";
  private static final String LIKES =
      "{'userPreferenceMemoryStrategy': {'name': 'likes', 'namespaces': ['/likes/{actorId}/']}}";
  private static final String SUMMARIES =
      "{'summaryMemoryStrategy': {'name': 'short', 'namespaces':"
          + " ['/short/{actorId}/{sessionId}/']}}";
  private static final Recollection.Wanted ALL =
      new Recollection.Wanted(List.of(), 5, 3, 3, List.of());
  private static final String TOKEN = "0123456789012345678901234567890123";

  private static Recollection recollection(Memories memories) {
    return new Recollection(memories.database(), memories.clock, memories.search, memories.events);
  }

  private static Recollection.Place place(Memory memory, String actor, String session) {
    return new Recollection.Place(memory.name(), actor, session);
  }

  @Test
  void what_was_said_in_one_session_is_known_in_another_of_the_same_actor_alone() {
    try (Memories memories = new Memories()) {
      Memory memory = memories.create(FACTS, LIKES, SUMMARIES);
      Recollection recollection = recollection(memories);
      recollection.remember(
          place(memory, "anna@example.com", "one"), TOKEN, "I live in Oslo.", "Nice city.");
      memories.settle();
      assertThat(recollection.recall(place(memory, "anna@example.com", "two"), ALL, "live"))
          .anyMatch(line -> line.equals("The user lives in Oslo. (noted 2026-01-02)"))
          .anyMatch(line -> line.startsWith("An earlier conversation, in short: "));
      assertThat(recollection.recall(place(memory, "anna_example.com", "two"), ALL, "live"))
          .isEmpty();
      assertThat(recollection.recall(place(memory, "anna", "two"), ALL, "live")).isEmpty();
    }
  }

  @Test
  void this_session_has_its_own_words_and_needs_no_summary() {
    try (Memories memories = new Memories()) {
      Memory memory = memories.create(SUMMARIES);
      Recollection recollection = recollection(memories);
      recollection.remember(place(memory, "anna", "one"), TOKEN, "I live in Oslo.", "Nice city.");
      memories.settle();
      assertThat(recollection.recall(place(memory, "anna", "one"), ALL, "live")).isEmpty();
      assertThat(recollection.recall(place(memory, "anna", "two"), ALL, "live")).hasSize(1);
    }
  }

  @Test
  void the_latest_summaries_and_so_many_preferences_as_are_wanted() {
    try (Memories memories = new Memories()) {
      Memory memory = memories.create(LIKES, SUMMARIES);
      for (int i = 0; i < 5; i++) {
        memories.clock.forward(Duration.ofDays(1));
        memories.say(memory, "anna", "s" + i, "I like hobby" + i + " with friends very much.");
      }
      memories.settle();
      Recollection.Wanted wanted = new Recollection.Wanted(List.of(), 5, 2, 1, List.of());
      List<String> lines = recollection(memories).recall(place(memory, "anna", "now"), wanted, "");
      assertThat(lines).hasSize(3);
      assertThat(lines.get(1)).contains("hobby4");
      assertThat(lines.get(2)).contains("hobby3");
      Recollection.Wanted likes = new Recollection.Wanted(List.of("likes"), 5, 2, 3, List.of());
      assertThat(recollection(memories).recall(place(memory, "anna", "now"), likes, "hobby2"))
          .hasSize(3)
          .first()
          .asString()
          .contains("hobby2");
    }
  }

  @Test
  void where_to_look_may_be_said_and_is_never_anothers() {
    try (Memories memories = new Memories()) {
      Memory memory = memories.create(FACTS, LIKES);
      memories.say(memory, "anna", "s", "I live in Oslo. I love long walks in Oslo.");
      memories.say(memory, "anna/b", "s", "I live in Bonn.");
      memories.settle();
      List<String> facts =
          recollection(memories)
              .recall(place(memory, "anna", "now"), looking("/facts/{actorId}", 0), "live in");
      assertThat(facts).anyMatch(line -> line.contains("lives in Oslo"));
      assertThat(facts).noneMatch(line -> line.contains("Bonn"));
      assertThat(
              recollection(memories)
                  .recall(place(memory, "anna", "now"), looking("/likes/{actorId}", 0), "live in"))
          .allMatch(line -> line.contains("likes"))
          .isNotEmpty();
      assertThat(
              recollection(memories)
                  .recall(place(memory, "anna", "now"), looking("/facts/{actorId}", 1), "tea"))
          .isEmpty();
      assertThatThrownBy(
              () ->
                  recollection(memories)
                      .recall(place(memory, "anna", "now"), looking("/{team}", 0), "tea"))
          .isInstanceOf(Fault.Invalid.class)
          .hasMessageContaining("/{team}");
    }
  }

  private static Recollection.Wanted looking(String namespace, double score) {
    return new Recollection.Wanted(
        List.of(), 5, 3, 3, List.of(new Recollection.Look(namespace, 10, score, "")));
  }

  @Test
  void the_same_exchange_is_kept_once() {
    try (Memories memories = new Memories()) {
      Memory memory = memories.create();
      Recollection recollection = recollection(memories);
      recollection.remember(place(memory, "anna", "one"), TOKEN, "Hello \0", "Good day");
      recollection.remember(place(memory, "anna", "one"), TOKEN, "Hello \0", "Good day");
      assertThat(memories.count("memory_event")).isEqualTo(1);
      recollection.forgetSession(place(memory, "anna", "one"));
      assertThat(memories.count("memory_event")).isZero();
    }
  }

  @Test
  void a_memory_that_is_not_there_is_named() {
    try (Memories memories = new Memories()) {
      assertThatThrownBy(
              () ->
                  recollection(memories)
                      .recall(new Recollection.Place("peoples", "anna", "s"), ALL, "x"))
          .isInstanceOf(Fault.NotFound.class)
          .hasMessageContaining("peoples");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/facts/{actorId}/, /facts/anna",
    "/{memoryStrategyId}/{actorId}, /st/anna",
    "/short/{actorId}/{sessionId}/, /short/anna",
    "/{sessionId}/{actorId}/, /now/anna",
    "/shared/, /shared",
    "/{sessionId}/, /now",
    "/a/{actorId}x{sessionId}/, /a/annaxnow",
  })
  void a_namespace_of_an_actor_never_holds_anothers(String template, String path) {
    assertThat(new NamespaceTemplate(template).ofActor("anna", "now", "st"))
        .isEqualTo(Optional.of(new NamespacePath(path)));
  }

  @Test
  void a_variable_nobody_can_fill_before_the_actor_hides_the_strategy() {
    assertThat(new NamespaceTemplate("/{team}/{actorId}").ofActor("anna", "now", "st")).isEmpty();
    assertThat(new NamespaceTemplate("/{actorId}/{team}").ofActor("anna", "now", "st"))
        .contains(new NamespacePath("/anna"));
  }

  @Test
  void names_of_any_form_become_ids_and_no_two_the_same() {
    assertThat(Ids.actor("anna-1")).isEqualTo("anna-1");
    assertThat(Ids.actor("anna@example.com"))
        .startsWith("xanna_example_com-")
        .isNotEqualTo(Ids.actor("anna_example_com"))
        .isNotEqualTo(Ids.actor("anna@example_com"));
    assertThat(Ids.actor("anna/secret")).doesNotContain("/");
    assertThat(Ids.session("s".repeat(200))).hasSizeLessThanOrEqualTo(100);
  }
}
