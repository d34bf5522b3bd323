package dev.cadre.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.json.Json;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ForgettingTest {
  private static final String FACTS =
      "{'semanticMemoryStrategy': {'name': 'facts', 'namespaces': ['/facts/{actorId}']}}";
  private static final String SUMMARY =
      "{'summaryMemoryStrategy': {'name': 'short', 'namespaces': ['/short/{actorId}/{sessionId}/']}}";

  /** Every row of every table of the database that holds the text. */
  private static List<String> rowsWith(Memories memories, String text) {
    return memories
        .database()
        .list(
            "select table_name from information_schema.tables where table_schema = 'public'",
            row -> row.getString(1))
        .stream()
        .flatMap(
            table ->
                memories
                    .database()
                    .list(
                        "select '"
                            + table
                            + ": ' || t::text from "
                            + table
                            + " t where t::text ilike ?",
                        row -> row.getString(1),
                        "%" + text + "%")
                    .stream())
        .toList();
  }

  private static Memory filled(Memories memories) {
    Memory memory = memories.create(FACTS, SUMMARY);
    memories.say(memory, "anna", "annas-first", "My name is Anna and I live in Oslo.");
    String root = memories.say(memory, "anna", "annas-second", "I love annas-cheese.");
    memories.say(
        memory,
        "anna",
        "annas-second",
        "I love annas-wine.",
        e -> e.putObject("branch").put("name", "b").put("rootEventId", root));
    memories.say(memory, "ben", "bens", "I live in Rome.");
    memories.settle();
    ObjectNode own = Json.object().put("memoryId", memory.id().value()).put("clientToken", "t");
    ObjectNode record = own.putArray("records").addObject().put("requestIdentifier", "anna-1");
    record.put("timestamp", 1).putObject("content").put("text", "written by hand about anna");
    record.putArray("namespaces").add("/notes/anna");
    memories.batches.create(own);
    memories.say(memory, "anna", "annas-third", "Not yet read by annas strategies.");
    return memory;
  }

  @Test
  void nothing_of_a_forgotten_actor_is_left_in_any_table() {
    try (Memories memories = new Memories()) {
      Memory memory = filled(memories);
      assertThat(rowsWith(memories, "anna")).isNotEmpty();
      Forgetting.Subject anna = new Forgetting.Subject(memory.id(), "anna", null);
      Forgetting.Count found = memories.forgetting.count(memory, anna);
      assertThat(found.sessions()).isEqualTo(3);
      assertThat(found.events()).isEqualTo(4);
      Forgetting.Forgotten forgotten = memories.forgetting.forget(memory, anna);
      assertThat(forgotten.before()).isEqualTo(found);
      assertThat(forgotten.left().none()).isTrue();
      assertThat(rowsWith(memories, "anna")).isEmpty();
      assertThat(memories.known(memory, "/facts/ben")).containsExactly("The user lives in Rome.");
      memories.clock.forward(Duration.ofMinutes(2));
      memories.settle();
      assertThat(rowsWith(memories, "anna")).as("nothing comes back").isEmpty();
    }
  }

  @Test
  void a_forgotten_session_leaves_the_others_of_its_actor() {
    try (Memories memories = new Memories()) {
      Memory memory = filled(memories);
      Forgetting.Subject session = new Forgetting.Subject(memory.id(), "anna", "annas-second");
      assertThat(memories.forgetting.forget(memory, session).left().none()).isTrue();
      assertThat(rowsWith(memories, "annas-second")).isEmpty();
      assertThat(rowsWith(memories, "annas-cheese")).isEmpty();
      assertThat(rowsWith(memories, "annas-first")).isNotEmpty();
      assertThat(memories.known(memory, "/facts/anna")).isNotEmpty();
    }
  }

  @Test
  void an_actor_named_as_every_namespace_is_takes_nobody_along() {
    try (Memories memories = new Memories()) {
      Memory memory = memories.create(FACTS);
      memories.say(memory, "ben", "s", "I live in Rome.");
      memories.say(memory, "facts", "s", "I live in Oslo.");
      memories.settle();
      memories.forgetting.forget(memory, new Forgetting.Subject(memory.id(), "facts", null));
      assertThat(memories.known(memory)).containsExactly("The user lives in Rome.");
    }
  }

  @Test
  void a_strategy_at_work_does_not_bring_back_what_is_forgotten() {
    Memories[] all = new Memories[1];
    Extractor forgetful =
        request -> {
          MemoryId id =
              new MemoryId(
                  all[0].database().list("select id from memory", r -> r.getString(1)).getFirst());
          Memory memory = MemoryStore.require(all[0].database(), id);
          all[0].forgetting.forget(memory, new Forgetting.Subject(id, request.actor(), null));
          return List.of(
              new Extractor.Candidate(
                  "about anna", null, List.of(request.turns().getFirst().event())));
        };
    try (Memories memories = new Memories(forgetful, new WordEmbedder())) {
      all[0] = memories;
      Memory memory = memories.create(FACTS);
      memories.say(memory, "anna", "s", "I live in Oslo.");
      memories.settle();
      assertThat(rowsWith(memories, "anna")).isEmpty();
    }
  }

  @Test
  void a_deleted_memory_leaves_nothing() {
    try (Memories memories = new Memories()) {
      Memory memory = filled(memories);
      memories.control.delete(Json.object().put("memoryId", memory.id().value()));
      memories.keeper.sweep();
      assertThat(rowsWith(memories, "anna")).isEmpty();
      for (String table :
          List.of(
              "memory",
              "memory_session",
              "memory_event",
              "memory_branch",
              "memory_extraction",
              "memory_namespace",
              "memory_record",
              "memory_source")) {
        assertThat(memories.count(table)).as(table).isZero();
      }
    }
  }

  @Test
  void what_is_exported_can_be_taken_in_once() throws IOException {
    try (Memories memories = new Memories()) {
      Memory memory = filled(memories);
      Memory copy = memories.create(FACTS, SUMMARY);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      memories.transfer.export(memory, out);
      String lines = out.toString(StandardCharsets.UTF_8);
      Transfer.Imported first =
          memories.transfer.take(copy, new BufferedReader(new StringReader(lines)));
      assertThat(first).isEqualTo(new Transfer.Imported(5, memories.known(memory).size()));
      assertThat(memories.known(copy)).containsExactlyInAnyOrderElementsOf(memories.known(memory));
      Transfer.Imported again =
          memories.transfer.take(copy, new BufferedReader(new StringReader(lines)));
      assertThat(again).isEqualTo(new Transfer.Imported(0, 0));
      ByteArrayOutputStream twice = new ByteArrayOutputStream();
      memories.transfer.export(copy, twice);
      assertThat(events(twice.toString(StandardCharsets.UTF_8))).isEqualTo(events(lines));
    }
  }

  /** What was said in which session and branch, in order. */
  private static List<String> events(String lines) {
    return lines
        .lines()
        .map(line -> Json.parse(line).path("event"))
        .filter(event -> event.isObject())
        .map(
            event ->
                event.path("sessionId")
                    + " "
                    + event.path("branch").path("name")
                    + event.path("payload"))
        .toList();
  }
}
