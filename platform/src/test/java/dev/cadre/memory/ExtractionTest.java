package dev.cadre.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ExtractionTest {
  private static final String FACTS =
      "{'semanticMemoryStrategy': {'name': 'facts', 'namespaces': ['/facts/{actorId}']}}";
  private static final String SUMMARY =
      "{'summaryMemoryStrategy': {'name': 'short', 'namespaces': ['/short/{actorId}/{sessionId}']}}";

  /** Dies as a killed process does: nothing catches it. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static Extractor echo() {
    return request ->
        request.turns().stream()
            .map(turn -> new Extractor.Candidate(turn.text(), null, List.of(turn.event())))
            .toList();
  }

  @Test
  void every_event_is_read_once_by_every_strategy() {
    List<String> read = new ArrayList<>();
    Extractor extractor =
        request -> {
          request.turns().forEach(turn -> read.add(request.kind() + " " + turn.text()));
          return List.of();
        };
    try (Memories memories = new Memories(extractor, new WordEmbedder())) {
      Memory memory =
          memories.create(FACTS, "{'userPreferenceMemoryStrategy': {'name': 'tastes'}}");
      memories.say(memory, "anna", "s", "one");
      memories.say(memory, "anna", "s", "two");
      memories.say(memory, "anna", "s", "not this", e -> e.put("extractionMode", "SKIP"));
      memories.settle();
      memories.say(memory, "anna", "s", "three");
      memories.settle();
      assertThat(memories.settle()).isZero();
    }
    assertThat(read)
        .containsExactlyInAnyOrder(
            "FACTS one",
            "FACTS two",
            "FACTS three",
            "PREFERENCES one",
            "PREFERENCES two",
            "PREFERENCES three");
  }

  @Test
  void a_session_of_many_events_is_read_piece_by_piece_to_its_end() {
    try (Memories memories = new Memories(echo(), new WordEmbedder())) {
      Memory memory = memories.create(FACTS);
      for (int i = 0; i < 230; i++) {
        memories.say(memory, "anna", "s", "fact number " + i);
      }
      memories.settle();
      assertThat(memories.count("memory_record")).isEqualTo(230);
    }
  }

  @Test
  void killed_while_it_thinks_it_is_done_anew_when_the_lease_is_over() {
    AtomicInteger begun = new AtomicInteger();
    Extractor dying =
        request -> {
          if (begun.incrementAndGet() == 1) {
            throw new Killed();
          }
          return echo().extract(request);
        };
    try (Memories memories = new Memories(dying, new WordEmbedder())) {
      Memory memory = memories.create(FACTS);
      memories.say(memory, "anna", "s", "I live in Berlin");
      memories.clock.forward(Duration.ofSeconds(1));
      assertThatThrownBy(memories.extraction::readNext).isInstanceOf(Killed.class);
      assertThat(memories.extraction.readNext()).as("someone is at it").isFalse();
      memories.clock.forward(Duration.ofMinutes(2));
      assertThat(memories.extraction.readNext()).isTrue();
      assertThat(memories.known(memory)).containsExactly("I live in Berlin");
    }
  }

  @Test
  void killed_while_it_stores_nothing_is_half_stored_and_nothing_doubled() {
    try (Memories memories = new Memories(echo(), new WordEmbedder())) {
      memories.database().update("create sequence statements");
      for (String table :
          List.of("memory_record", "memory_source", "memory_namespace", "memory_extraction")) {
        dieAt(memories, 0);
        memories
            .database()
            .update(
                "create trigger die before insert or update on %s for each row execute function die()"
                    .formatted(table));
      }
      int cut = 0;
      boolean cutAnywhere = true;
      // The transaction ends at each of its statements in turn, as a kill there would end it.
      while (cutAnywhere) {
        cut++;
        cutAnywhere = storedWhole(memories, cut);
      }
      assertThat(cut).as("claim, namespace, two records, their sources, end").isEqualTo(8);
    }
  }

  /** False when the transaction has no such statement. */
  private static boolean storedWhole(Memories memories, int cut) {
    Memory memory = memories.create(FACTS);
    memories.say(memory, "anna", "s", "the first of two facts");
    memories.say(memory, "anna", "s", "the second of two facts");
    memories.clock.forward(Duration.ofSeconds(1));
    dieAt(memories, cut);
    try {
      memories.extraction.readNext();
    } catch (RuntimeException cutAtTheClaim) {
      assertThat(cut).isEqualTo(1);
    }
    int stored = memories.known(memory).size();
    assertThat(stored).as("cut at " + cut).isIn(0, 2);
    dieAt(memories, 0);
    for (int i = 0; i < 3; i++) {
      memories.clock.forward(Duration.ofMinutes(2));
      memories.extraction.readNext();
    }
    assertThat(memories.known(memory))
        .as("cut at " + cut)
        .containsExactly("the first of two facts", "the second of two facts");
    assertThat(memories.count("memory_source where memory_id = '" + memory.id() + "'"))
        .isEqualTo(2);
    assertThat(memories.settle()).isZero();
    return stored == 0;
  }

  private static void dieAt(Memories memories, int statement) {
    memories
        .database()
        .update(
            """
            create or replace function die() returns trigger language plpgsql as $$
            begin
              if nextval('statements') = %d then raise exception 'killed'; end if;
              return new;
            end $$
            """
                .formatted(statement));
    memories.database().update("alter sequence statements restart");
  }

  @Test
  void whoever_lost_its_lease_stores_nothing() throws InterruptedException {
    CountDownLatch thinking = new CountDownLatch(1);
    CountDownLatch late = new CountDownLatch(1);
    Extractor slow =
        request -> {
          thinking.countDown();
          try {
            late.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return List.of(
              new Extractor.Candidate(
                  "too late", null, List.of(request.turns().getFirst().event())));
        };
    try (Memories memories = new Memories(echo(), new WordEmbedder());
        Extraction stuck = memories.node(slow)) {
      Memory memory = memories.create(FACTS);
      memories.say(memory, "anna", "s", "in time");
      memories.clock.forward(Duration.ofSeconds(1));
      Thread other = Thread.ofVirtual().start(stuck::readNext);
      thinking.await();
      memories.clock.forward(Duration.ofMinutes(2));
      assertThat(memories.extraction.readNext()).isTrue();
      late.countDown();
      other.join();
      assertThat(memories.known(memory)).containsExactly("in time");
    }
  }

  @Test
  void many_readers_make_what_one_would() throws InterruptedException {
    try (Memories memories = new Memories(echo(), new WordEmbedder())) {
      Memory memory = memories.create(FACTS, SUMMARY);
      for (int session = 0; session < 20; session++) {
        for (int i = 0; i < 5; i++) {
          memories.say(memory, "anna", "s" + session, "fact " + session + " " + i);
        }
      }
      memories.clock.forward(Duration.ofSeconds(1));
      List<Thread> readers = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        readers.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      while (memories.extraction.readNext()) {
                        // As long as something is due.
                      }
                    }));
      }
      for (Thread reader : readers) {
        reader.join();
      }
      assertThat(memories.known(memory, "/facts")).hasSize(100).doesNotHaveDuplicates();
      assertThat(memories.known(memory, "/short")).hasSize(20);
    }
  }

  @Test
  void a_reading_that_fails_is_tried_again_then_listed_and_can_be_started() {
    AtomicInteger attempts = new AtomicInteger();
    boolean[] broken = {true};
    Extractor failing =
        request -> {
          attempts.incrementAndGet();
          if (broken[0]) {
            throw new Fault.Unavailable("the model does not answer");
          }
          return echo().extract(request);
        };
    try (Memories memories = new Memories(failing, new WordEmbedder())) {
      Memory memory = memories.create(FACTS);
      String event = memories.say(memory, "anna", "s", "hard to read");
      for (int i = 0; i < 10; i++) {
        memories.clock.forward(Duration.ofMinutes(5));
        memories.settle();
      }
      assertThat(attempts).hasValue(5);
      ObjectNode of = Json.object().put("memoryId", memory.id().value());
      JsonNode job = memories.jobs.list(of).path("jobs").path(0);
      assertThat(job.path("failureReason").asString()).isEqualTo("the model does not answer");
      assertThat(job.path("actorId").asString()).isEqualTo("anna");
      assertThat(job.path("messages").path("messagesList").path(0).path("eventId").asString())
          .isEqualTo(event);

      broken[0] = false;
      of.putObject("extractionJob").put("jobId", job.path("jobID").asString());
      memories.jobs.start(of);
      memories.settle();
      assertThat(memories.known(memory)).containsExactly("hard to read");
      assertThat(memories.jobs.list(of).path("jobs")).isEmpty();
    }
  }

  @Test
  void more_events_try_a_failed_session_again() {
    boolean[] broken = {true};
    Extractor failing =
        request -> {
          if (broken[0]) {
            throw new IllegalStateException("it never works");
          }
          return echo().extract(request);
        };
    try (Memories memories = new Memories(failing, new WordEmbedder())) {
      Memory memory = memories.create(FACTS);
      for (int i = 0; i < 3; i++) {
        memories.say(memory, "anna", "s", "event " + i);
        for (int j = 0; j < 8; j++) {
          memories.clock.forward(Duration.ofMinutes(5));
          memories.settle();
        }
      }
      broken[0] = false;
      memories.say(memory, "anna", "s", "event 3");
      memories.settle();
      assertThat(memories.known(memory))
          .containsExactly("event 0", "event 1", "event 2", "event 3");
    }
  }

  @Test
  void what_is_learnt_later_replaces_what_was_known_and_keeps_where_it_comes_from() {
    try (Memories memories = new Memories()) {
      Memory memory = memories.create(FACTS);
      String first = memories.say(memory, "anna", "s1", "I live in Berlin.");
      memories.settle();
      String second = memories.say(memory, "anna", "s2", "I just moved to Oslo.");
      memories.say(memory, "ben", "s3", "I live in Rome.");
      memories.settle();
      assertThat(memories.known(memory, "/facts/anna")).containsExactly("The user lives in Oslo.");
      assertThat(memories.known(memory, "/facts/ben")).containsExactly("The user lives in Rome.");
      String id =
          memories
              .database()
              .list(
                  "select id from memory_record where content like '%Oslo%'",
                  row -> row.getString(1))
              .getFirst();
      assertThat(RecordStore.sources(memories.database(), id))
          .extracting(RecordStore.Source::event)
          .containsExactly(first, second);
    }
  }

  @Test
  void what_was_said_before_does_not_replace_what_is_known() {
    try (Memories memories = new Memories()) {
      Memory memory = memories.create(FACTS);
      memories.say(memory, "anna", "new", "I live in Oslo.");
      memories.settle();
      memories.say(
          memory, "anna", "old", "I live in Berlin.", e -> e.put("eventTimestamp", 1_000_000_000));
      memories.settle();
      assertThat(memories.known(memory)).containsExactly("The user lives in Oslo.");
      // Within a session what comes later is later, whatever the clock says.
      memories.say(
          memory, "anna", "new", "I live in Rome.", e -> e.put("eventTimestamp", 1_000_000_000));
      memories.settle();
      assertThat(memories.known(memory)).containsExactly("The user lives in Rome.");
    }
  }

  @Test
  void records_go_where_the_variables_of_their_event_say_and_nowhere_without() {
    try (Memories memories = new Memories(echo(), new WordEmbedder())) {
      Memory memory =
          memories.create(
              input -> {
                input
                    .putArray("namespaceKeys")
                    .addObject()
                    .put("key", "team")
                    .putObject("validation")
                    .putArray("allowedValues")
                    .add("red")
                    .add("blue");
                return input;
              },
              "{'semanticMemoryStrategy': {'name': 'facts', 'namespaceTemplates': ['/{team}/{actorId}']}}");
      memories.say(memory, "anna", "s", "of red", e -> team(e, "red"));
      memories.say(memory, "anna", "s", "of blue", e -> team(e, "blue"));
      memories.say(memory, "anna", "s", "of none");
      memories.settle();
      assertThat(memories.known(memory, "/red/anna")).containsExactly("of red");
      assertThat(memories.known(memory, "/blue/anna")).containsExactly("of blue");
      assertThat(memories.known(memory)).hasSize(2);
      assertThatThrownBy(() -> memories.say(memory, "anna", "s", "of green", e -> team(e, "green")))
          .isInstanceOf(Fault.Invalid.class)
          .hasMessageContaining("green");
    }
  }

  private static void team(ObjectNode event, String team) {
    event.putObject("extractionConfig").putObject("namespaceVariables").put("team", team);
  }

  @Test
  void a_schema_passes_metadata_of_the_event_on_to_the_record() {
    try (Memories memories = new Memories(echo(), new WordEmbedder())) {
      Memory memory =
          memories.create(
              """
              {'semanticMemoryStrategy': {'name': 'facts', 'namespaces': ['/f'], 'memoryRecordSchema':
                {'metadataSchema': [
                  {'key': 'stars', 'type': 'NUMBER', 'extractionType': 'STRICTLY_CONSISTENT'}]}}}
              """);
      memories.say(
          memory,
          "anna",
          "s",
          "a good hotel",
          e -> e.putObject("metadata").putObject("stars").put("stringValue", "4"));
      memories.settle();
      JsonNode record =
          memories
              .records
              .list(Json.object().put("memoryId", memory.id().value()).put("namespace", "/f"))
              .path("memoryRecordSummaries")
              .path(0);
      assertThat(record.path("metadata").path("stars").path("numberValue").asDouble()).isEqualTo(4);
    }
  }

  @Test
  void what_was_ingested_is_read_and_not_kept() {
    try (Memories memories = new Memories(echo(), new WordEmbedder())) {
      Memory memory = memories.create(FACTS);
      ObjectNode input =
          Memories.object(
              """
              {'actorId': 'anna', 'contentTimestamp': 1760000000, 'clientToken': 'once',
               'source': {'inline': {'payload': [{'json': {'content': {'plan': {'name': 'gold'}}}}]}}}
              """);
      input.put("memoryId", memory.id().value());
      String session = memories.events.ingest(input).path("sessionId").asString();
      assertThat(memories.events.ingest(input).path("sessionId").asString()).isEqualTo(session);
      ObjectNode list =
          Json.object()
              .put("memoryId", memory.id().value())
              .put("actorId", "anna")
              .put("sessionId", session);
      assertThat(memories.events.list(list).path("events")).isEmpty();
      memories.keeper.sweep();
      assertThat(memories.count("memory_event")).as("not yet read").isEqualTo(1);
      memories.settle();
      assertThat(memories.known(memory)).containsExactly("plan name is gold.");
      memories.keeper.sweep();
      assertThat(memories.count("memory_event")).isZero();
    }
  }

  @Test
  void a_session_has_one_summary_which_grows_with_it() {
    try (Memories memories = new Memories()) {
      Memory memory = memories.create(SUMMARY);
      memories.say(memory, "anna", "s", "We plan a trip to the mountains of Norway in May.");
      memories.settle();
      memories.say(memory, "anna", "s", "The hotel in Bergen must take our two dogs.");
      memories.settle();
      assertThat(memories.known(memory, "/short/anna/s"))
          .singleElement()
          .asString()
          .contains("Norway", "Bergen");
    }
  }
}
