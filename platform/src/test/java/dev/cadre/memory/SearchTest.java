package dev.cadre.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class SearchTest {
  private static final List<String> TEXTS =
      List.of(
          "The user lives in Oslo with two dogs.",
          "The user prefers window seats on trains.",
          "The user's sister Maria plays the violin.",
          "The user is allergic to peanuts.",
          "The order 4711 was shipped on Monday.",
          "The user works as a carpenter.");

  private static ObjectNode batch(Memory memory, String namespace, List<String> texts) {
    ObjectNode input = Json.object().put("memoryId", memory.id().value());
    var records = input.putArray("records");
    for (String text : texts) {
      ObjectNode record = records.addObject().put("requestIdentifier", "r" + records.size());
      record.putArray("namespaces").add(namespace);
      record.putObject("content").put("text", text);
      record.put("timestamp", 1_760_000_000);
    }
    return input;
  }

  private static List<String> add(
      Memories memories, Memory memory, String namespace, List<String> texts) {
    return memories
        .batches
        .create(batch(memory, namespace, texts))
        .path("successfulRecords")
        .valueStream()
        .map(r -> r.path("memoryRecordId").asString())
        .toList();
  }

  private static List<String> ask(
      Memories memories, Memory memory, String path, String question, int top) {
    return memories
        .search
        .find(
            new Search.Question(
                memory.id(), new NamespacePath(path), question, null, MetadataFilter.NONE, top))
        .stream()
        .map(found -> found.record().content())
        .toList();
  }

  private static List<Double> scores(
      Memories memories, Memory memory, String path, String question) {
    return memories
        .search
        .find(
            new Search.Question(
                memory.id(), new NamespacePath(path), question, null, MetadataFilter.NONE, 20))
        .stream()
        .map(Search.Found::score)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "where does the user live, Oslo",
    "order 4711, 4711",
    "what must not be in the food: peanuts, allergic",
    "which seat on a train, window",
    "violins, Maria",
    "profession carpenter, carpenter"
  })
  void the_record_that_answers_comes_first(String question, String answer) {
    try (Memories memories = new Memories()) {
      Memory memory = memories.create();
      add(memories, memory, "/u/anna", TEXTS);
      assertThat(ask(memories, memory, "/u/anna", question, 3).getFirst()).contains(answer);
    }
  }

  @Test
  void a_namespace_does_not_see_its_neighbour() {
    try (Memories memories = new Memories()) {
      Memory memory = memories.create();
      add(memories, memory, "/u/1", List.of("the secret of one"));
      add(memories, memory, "/u/10", List.of("the secret of ten"));
      add(memories, memory, "/u/1/deep/", List.of("the deep secret of one"));
      assertThat(ask(memories, memory, "/u/1", "secret", 9))
          .containsExactlyInAnyOrder("the secret of one", "the deep secret of one");
      assertThat(ask(memories, memory, "/u/10/", "secret", 9)).containsExactly("the secret of ten");
      assertThat(ask(memories, memory, "/", "secret", 9)).hasSize(3);
      Memory other = memories.create();
      assertThat(ask(memories, other, "/", "secret", 9)).isEmpty();
    }
  }

  @Test
  void every_change_is_seen_by_the_next_search_also_of_another_node() {
    try (Memories memories = new Memories()) {
      Memory memory = memories.create();
      Search other =
          new Search(
              memories.database(),
              memories.clock,
              Memories.words(),
              new Blocks(memories.database(), Memories.words(), 1 << 20));
      List<String> shown = new ArrayList<>();
      Random random = new Random(7);
      List<String> ids = new ArrayList<>();
      List<String> texts = new ArrayList<>();
      for (int step = 0; step < 40; step++) {
        int at = ids.isEmpty() ? 0 : random.nextInt(ids.size());
        switch (ids.isEmpty() ? 0 : random.nextInt(3)) {
          case 0 -> {
            texts.add("fact " + step);
            ids.addAll(add(memories, memory, "/n", List.of("fact " + step)));
          }
          case 1 -> {
            ObjectNode input = Json.object().put("memoryId", memory.id().value());
            ObjectNode change =
                input.putArray("records").addObject().put("memoryRecordId", ids.get(at));
            change.put("timestamp", 1_760_000_001);
            change.putObject("content").put("text", "changed fact " + step);
            memories.batches.update(input);
            texts.set(at, "changed fact " + step);
          }
          default -> {
            memories.records.delete(
                Json.object()
                    .put("memoryId", memory.id().value())
                    .put("memoryRecordId", ids.remove(at)));
            texts.remove(at);
          }
        }
        shown.clear();
        other
            .find(
                new Search.Question(
                    memory.id(), new NamespacePath("/n"), "fact", null, MetadataFilter.NONE, 99))
            .forEach(found -> shown.add(found.record().content()));
        assertThat(shown).containsExactlyInAnyOrderElementsOf(texts);
        assertThat(ask(memories, memory, "/n", "fact", 99))
            .containsExactlyInAnyOrderElementsOf(texts);
      }
    }
  }

  @Test
  void reading_through_many_namespaces_ranks_as_searching_one() {
    try (Memories memories = new Memories()) {
      Memory memory = memories.create();
      List<String> texts =
          IntStream.range(0, 90).mapToObj(i -> "thing " + i + " of colour " + i % 7).toList();
      add(memories, memory, "/one", texts);
      for (int i = 0; i < texts.size(); i++) {
        add(memories, memory, "/many/" + i, List.of(texts.get(i)));
      }
      String question = "thing 33 colour 5";
      assertThat(ask(memories, memory, "/many", question, 1))
          .containsExactly("thing 33 of colour 5");
      assertThat(scores(memories, memory, "/many", question))
          .hasSize(20)
          .isEqualTo(scores(memories, memory, "/one", question));
    }
  }

  @Test
  void a_namespace_too_large_to_be_kept_is_searched_all_the_same() {
    try (Memories memories = new Memories()) {
      Memory memory = memories.create();
      List<String> texts =
          IntStream.range(0, 90).mapToObj(i -> "thing " + i + " of colour " + i % 7).toList();
      add(memories, memory, "/one", texts);
      Blocks small = new Blocks(memories.database(), Memories.words(), 1_000);
      List<Block> shown = new ArrayList<>();
      small.each(memory.id(), new NamespacePath("/one"), shown::add);
      small.each(memory.id(), new NamespacePath("/one"), shown::add);
      assertThat(shown.getFirst()).as("made for this search alone").isNotSameAs(shown.getLast());
      Search search = new Search(memories.database(), memories.clock, Memories.words(), small);
      Search.Question question =
          new Search.Question(
              memory.id(),
              new NamespacePath("/one"),
              "thing 33 colour 5",
              null,
              MetadataFilter.NONE,
              20);
      assertThat(search.find(question).stream().map(Search.Found::score))
          .isEqualTo(scores(memories, memory, "/one", question.text()));
    }
  }

  @Test
  void vectors_of_another_embedder_are_made_anew() {
    try (Memories memories = new Memories()) {
      Memory memory = memories.create();
      add(memories, memory, "/n", TEXTS);
      memories.database().update("update memory_record set embedder = 'old', embedding = ''");
      assertThat(ask(memories, memory, "/n", "where does the user live", 1).getFirst())
          .contains("Oslo");
      assertThat(memories.count("memory_record where embedder = 'old'")).isZero();
    }
  }

  @Test
  void pages_follow_one_another_to_the_last_of_the_best() {
    try (Memories memories = new Memories()) {
      Memory memory = memories.create();
      add(memories, memory, "/n", TEXTS);
      ObjectNode input =
          Json.object()
              .put("memoryId", memory.id().value())
              .put("namespacePath", "/n")
              .put("maxResults", 2);
      input.putObject("searchCriteria").put("searchQuery", "user").put("topK", 5);
      List<Double> scores = new ArrayList<>();
      JsonNode page;
      do {
        page = memories.search.retrieve(input);
        page.path("memoryRecordSummaries").forEach(r -> scores.add(r.path("score").asDouble()));
        input.set("nextToken", page.get("nextToken"));
      } while (page.has("nextToken"));
      assertThat(scores).hasSize(5).isSortedAccordingTo((a, b) -> Double.compare(b, a));
      assertThat(scores).allMatch(score -> score >= 0 && score <= 1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "city|EQUALS_TO|{'stringValue': 'Oslo'}|a",
        "city|EXISTS||a b",
        "city|NOT_EXISTS||c",
        "since|BEFORE|{'dateTimeValue': 1700000000}|a",
        "since|AFTER|{'dateTimeValue': '2023-11-14T22:13:20Z'}|b",
        "tags|CONTAINS|{'stringListValue': ['x', 'y']}|a",
        "tags|CONTAINS|{'stringListValue': ['y']}|a b",
        "stars|GREATER_THAN|{'numberValue': 3}|b",
        "stars|GREATER_THAN_OR_EQUALS|{'numberValue': 3}|a b",
        "stars|LESS_THAN|{'numberValue': 4.5}|a",
        "stars|LESS_THAN_OR_EQUALS|{'numberValue': 4.5}|a b",
        "x-amz-agentcore-memory-createdAt|AFTER|{'dateTimeValue': 1}|a b c"
      })
  void each_operator_passes_what_it_says(
      String key, String operator, String right, String expected) {
    try (Memories memories = new Memories()) {
      Memory memory =
          memories.create(
              input -> {
                for (String name : List.of("city", "since", "tags", "stars")) {
                  input
                      .withArray("/indexedKeys")
                      .addObject()
                      .put("key", name)
                      .put("type", "STRING");
                }
                return input;
              });
      ObjectNode input = batch(memory, "/n", List.of("a", "b", "c"));
      ((ObjectNode) input.path("records").path(0))
          .set(
              "metadata",
              Memories.object(
                  """
                  {'city': {'stringValue': 'Oslo'}, 'since': {'dateTimeValue': 1600000000},
                   'tags': {'stringListValue': ['x', 'y']}, 'stars': {'numberValue': 3}}
                  """));
      ((ObjectNode) input.path("records").path(1))
          .set(
              "metadata",
              Memories.object(
                  """
                  {'city': {'stringValue': 'Rome'}, 'since': {'dateTimeValue': 1800000000},
                   'tags': {'stringListValue': ['y']}, 'stars': {'numberValue': 4.5}}
                  """));
      memories.batches.create(input);
      ObjectNode list = Json.object().put("memoryId", memory.id().value()).put("namespace", "/n");
      ObjectNode expression = list.putArray("metadataFilters").addObject();
      expression.put("operator", operator).putObject("left").put("metadataKey", key);
      if (right != null) {
        expression.putObject("right").set("metadataValue", Memories.object(right));
      }
      assertThat(
              memories
                  .records
                  .list(list)
                  .path("memoryRecordSummaries")
                  .valueStream()
                  .map(r -> r.path("content").path("text").asString()))
          .containsExactlyInAnyOrder(expected.split(" "));
    }
  }

  @Test
  void a_filter_on_what_is_not_indexed_or_with_a_wrong_right_side_is_refused() {
    try (Memories memories = new Memories()) {
      Memory memory = memories.create();
      JsonNode unknown =
          Json.parse("[{\"left\": {\"metadataKey\": \"city\"}, \"operator\": \"EXISTS\"}]");
      assertThatThrownBy(() -> MetadataFilter.of(unknown, memory))
          .isInstanceOf(Fault.Invalid.class)
          .hasMessageContaining("addIndexedKeys");
      JsonNode wrong =
          Json.parse(
              """
              [{"left": {"metadataKey": "x-amz-agentcore-memory-createdAt"}, "operator": "BEFORE",
                "right": {"metadataValue": {"stringValue": "x"}}}]
              """);
      assertThatThrownBy(() -> MetadataFilter.of(wrong, memory))
          .isInstanceOf(Fault.Invalid.class)
          .hasMessageContaining("dateTimeValue");
    }
  }

  @Test
  void the_best_are_those_that_ranking_all_would_give() {
    Random random = new Random(11);
    Instant now = Instant.parse("2026-01-02T03:04:05Z");
    long[] words = {Words.hash("w1"), Words.hash("w2"), Words.hash("w3")};
    Vector meaning = vector(random);
    List<Indexed> records = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      long word = random.nextInt(8);
      records.add(
          new Indexed(
              "r" + i,
              "s",
              null,
              now,
              now.minusSeconds(random.nextInt(10_000_000)),
              vector(random),
              Words.parse("'w" + word + "':1" + ",2".repeat(random.nextInt(3)))));
    }
    Ranking few = new Ranking(meaning, words, now, 10, Ranking.Weights.TUNED);
    Ranking all = new Ranking(meaning, words, now, 1_000, Ranking.Weights.TUNED);
    few.look(Block.of(0, records), _ -> true);
    all.look(Block.of(0, records.subList(100, 300)), _ -> true);
    all.look(Block.of(0, records.subList(0, 100)), _ -> true);
    assertThat(named(few.best())).isEqualTo(named(all.best().subList(0, 10)));
  }

  private static List<String> named(List<Ranking.Scored> scored) {
    return scored.stream().map(s -> s.record().id() + " " + s.score()).toList();
  }

  private static Vector vector(Random random) {
    float[] vector = new float[WordEmbedder.DIMENSIONS];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return Vector.of(WordEmbedder.normalised(vector));
  }

  @Test
  void a_page_of_one_question_is_none_of_another() {
    try (Memories memories = new Memories()) {
      Memory memory = memories.create();
      add(memories, memory, "/n", List.of("green tea", "black tea", "white tea"));
      ObjectNode asked = asked(memory, "/n", "tea");
      String token = memories.search.retrieve(asked).path("nextToken").asString();
      assertThat(
              memories
                  .search
                  .retrieve(asked.deepCopy().put("nextToken", token))
                  .path("memoryRecordSummaries"))
          .hasSize(1);
      for (ObjectNode other :
          List.of(
              asked(memory, "/n", "coffee"),
              asked(memory, "/", "tea"),
              asked(memories.create(), "/n", "tea"))) {
        assertThatThrownBy(() -> memories.search.retrieve(other.put("nextToken", token)))
            .isInstanceOf(Fault.Invalid.class)
            .hasMessageContaining("nextToken");
      }
    }
  }

  private static ObjectNode asked(Memory memory, String namespace, String question) {
    ObjectNode input =
        Json.object()
            .put("memoryId", memory.id().value())
            .put("namespace", namespace)
            .put("maxResults", 2);
    input.putObject("searchCriteria").put("searchQuery", question);
    return input;
  }

  @Test
  void a_namespace_that_fits_is_read_once() {
    try (Memories memories = new Memories()) {
      Memory memory = memories.create();
      add(memories, memory, "/n", List.of("green tea", "black tea"));
      Blocks fitting = new Blocks(memories.database(), Memories.words(), 5_000);
      Blocks tooSmall = new Blocks(memories.database(), Memories.words(), 4_000);
      assertThat(seen(fitting, memory)).isEqualTo(2);
      assertThat(seen(tooSmall, memory)).isEqualTo(2);
      // Behind the namespace's version, as nobody else does it.
      memories.database().update("delete from memory_record");
      assertThat(seen(fitting, memory)).isEqualTo(2);
      assertThat(seen(tooSmall, memory)).isZero();
    }
  }

  private static int seen(Blocks blocks, Memory memory) {
    int[] records = new int[1];
    blocks.each(
        memory.id(), new NamespacePath("/n"), block -> records[0] += block.records().size());
    return records[0];
  }
}
