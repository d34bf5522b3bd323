package dev.cadre.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.memory.Extractor.Candidate;
import dev.cadre.memory.Extractor.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an episodic strategy learns over several episodes. */
class ReflectionTest {
  private static final String EPISODES =
      """
      {'episodicMemoryStrategy': {'name': 'tasks', 'namespaces': ['/tasks/{actorId}/{sessionId}'],
        'reflectionConfiguration': {'namespaces': ['/tasks/{actorId}']}}}      """;

  private static void task(
      Memories memories, Memory memory, String actor, String session, String... said) {
    String[] roles = {"USER", "TOOL", "ASSISTANT"};
    memories.say(
        memory,
        actor,
        session,
        said[0],
        event -> {
          ArrayNode payload = (ArrayNode) event.get("payload");
          for (int i = 1; i < said.length; i++) {
            ObjectNode turn = payload.addObject().putObject("conversational");
            turn.put("role", roles[i]).putObject("content").put("text", said[i]);
          }
        });
  }

  private static List<String> reflections(Memories memories, Memory memory, String actor) {
    return memories.known(memory, "/tasks/" + actor).stream()
        .filter(text -> text.contains("the goal was like"))
        .toList();
  }

  @Test
  void episodes_alike_become_one_reflection_that_grows_with_them() {
    try (Memories memories = new Memories()) {
      Memory memory = memories.create(EPISODES);
      task(memories, memory, "anna", "s1", "Refund order 17", "lookup order", "It was refunded.");
      memories.settle();
      assertThat(reflections(memories, memory, "anna")).isEmpty();

      task(memories, memory, "anna", "s2", "Refund the order 18", "lookup order", "Too late.");
      task(memories, memory, "anna", "s3", "What's the weather?", "wttr", "Rain.");
      memories.settle();
      assertThat(reflections(memories, memory, "anna"))
          .containsExactly(
              """
              2 times the goal was like: Refund order 17
              Done more than once: lookup order
              Came of it: Too late.
              Came of it: It was refunded.""");

      task(memories, memory, "anna", "s4", "Refund order 19", "ask", "Done.");
      memories.settle();
      assertThat(reflections(memories, memory, "anna")).hasSize(1);
      assertThat(reflections(memories, memory, "anna").getFirst()).startsWith("3 times");
    }
  }

  @Test
  void an_actor_learns_nothing_of_anothers_episodes() {
    try (Memories memories = new Memories()) {
      Memory memory = memories.create(EPISODES);
      task(memories, memory, "anna", "s1", "Refund order 17", "lookup", "It was refunded.");
      task(memories, memory, "bert", "s1", "Refund order 18", "lookup", "It was refunded.");
      memories.settle();

      assertThat(reflections(memories, memory, "anna")).isEmpty();
      assertThat(reflections(memories, memory, "bert")).isEmpty();
    }
  }

  @Test
  void over_actors_it_was_made_of_all_and_goes_with_each() {
    String shared = EPISODES.replace("['/tasks/{actorId}']", "['/tasks']");
    try (Memories memories = new Memories()) {
      Memory memory = memories.create(shared);
      task(memories, memory, "anna", "s1", "Refund order 17", "lookup", "It was refunded.");
      task(memories, memory, "bert", "s1", "Refund order 18", "lookup", "It was refunded.");
      memories.settle();
      assertThat(memories.known(memory, "/tasks")).anyMatch(text -> text.startsWith("2 times"));

      memories.forgetting.forget(memory, new Forgetting.Subject(memory.id(), "anna", null));

      assertThat(memories.known(memory, "/tasks"))
          .noneMatch(text -> text.startsWith("2 times"))
          .anyMatch(text -> text.contains("order 18"))
          .noneMatch(text -> text.contains("order 17"));
    }
  }

  @Test
  void a_model_is_shown_episodes_and_what_it_learnt_before() {
    List<Extractor.Request> asked = new ArrayList<>();
    Extractor model =
        request -> {
          asked.add(request);
          String last = request.turns().getLast().event();
          return switch (request.kind()) {
            case EPISODE ->
                List.of(new Candidate("Episode " + request.session(), null, List.of(last)));
            case REFLECTION -> List.of(new Candidate("Ask first", "asking", List.of(last)));
            case FACTS, PREFERENCES, SUMMARY -> List.of();
          };
        };
    try (Memories memories = new Memories(model, new WordEmbedder())) {
      Memory memory = memories.create(EPISODES);
      memories.say(memory, "anna", "s1", "one");
      memories.settle();
      memories.say(memory, "anna", "s2", "two");
      memories.settle();

      List<Extractor.Request> reflecting =
          asked.stream().filter(request -> request.kind() == Kind.REFLECTION).toList();
      assertThat(reflecting.getLast().turns())
          .extracting(Extractor.Turn::text)
          .containsExactly("Episode s1", "Episode s2");
      assertThat(reflecting.getLast().known())
          .extracting(Extractor.Known::text)
          .contains("Ask first");
      assertThat(memories.known(memory, "/tasks/anna")).containsOnlyOnce("Ask first");
    }
  }

  @Test
  void reflections_stand_at_their_episodes_or_above() {
    try (Memories memories = new Memories()) {
      assertThatThrownBy(() -> memories.create(EPISODES.replace("['/tasks/{actorId}']", "['/x']")))
          .isInstanceOf(Fault.Invalid.class)
          .hasMessageContaining("strategy 'tasks'")
          .hasMessageContaining("'/x'");
    }
    assertThat(
            new NamespaceTemplate("/strategies/a/actors/b/sessions/{sessionId}/").aboveSessions())
        .isEqualTo(new NamespaceTemplate("/strategies/a/actors/b/"));
    assertThat(new NamespaceTemplate("/t/{sessionId}").aboveSessions().text()).isEqualTo("/t/");
  }
}
