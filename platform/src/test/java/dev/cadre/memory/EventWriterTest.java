package dev.cadre.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Many events at once, which are written together. */
class EventWriterTest {
  private static final String FACTS =
      "{'semanticMemoryStrategy': {'name': 'facts', 'namespaces': ['/facts/{actorId}']}}";
  private static final String TASTES = "{'userPreferenceMemoryStrategy': {'name': 'tastes'}}";
  private static final int WRITERS = 48;
  private static final int EACH = 12;

  private static <T> List<Future<T>> together(List<Callable<T>> calls) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return threads.invokeAll(calls);
    }
  }

  private static List<String> said(Memories memories, Memory memory, String session) {
    List<String> texts = new ArrayList<>();
    ObjectNode input =
        Json.object()
            .put("memoryId", memory.id().value())
            .put("actorId", "anna")
            .put("sessionId", session)
            .put("maxResults", 100);
    for (JsonNode event : Json.parse(Json.text(memories.events.list(input))).path("events")) {
      texts.addFirst(event.at("/payload/0/conversational/content/text").asString());
    }
    return texts;
  }

  @Test
  void each_writers_events_are_all_there_in_its_order_and_numbered_without_a_gap()
      throws Exception {
    try (Memories memories = new Memories()) {
      Memory memory = memories.create(FACTS, TASTES);
      // Four writers share a session each.
      List<Future<Integer>> done =
          together(
              IntStream.range(0, WRITERS)
                  .<Callable<Integer>>mapToObj(
                      writer ->
                          () -> {
                            for (int i = 0; i < EACH; i++) {
                              memories.say(
                                  memory, "anna", "s" + writer / 4, "writer " + writer + " " + i);
                            }
                            return EACH;
                          })
                  .toList());
      for (Future<Integer> one : done) {
        assertThat(one.get()).isEqualTo(EACH);
      }

      for (int session = 0; session < WRITERS / 4; session++) {
        List<String> texts = said(memories, memory, "s" + session);
        assertThat(texts).hasSize(4 * EACH);
        for (int writer = 4 * session; writer < 4 * session + 4; writer++) {
          String mine = "writer " + writer + " ";
          assertThat(texts.stream().filter(text -> text.startsWith(mine)))
              .containsExactlyElementsOf(IntStream.range(0, EACH).mapToObj(i -> mine + i).toList());
        }
      }
      assertThat(
              memories
                  .database()
                  .list(
                      "select max(seq) - count(*) from memory_event group by session_key",
                      row -> row.getLong(1)))
          .containsOnly(0L);
      assertThat(memories.settle()).as("one work of each strategy and session").isEqualTo(24);
    }
  }

  @Test
  void one_that_is_refused_takes_no_other_with_it() throws Exception {
    try (Memories memories = new Memories()) {
      Memory memory = memories.create(FACTS);
      memories.say(memory, "anna", "s", "first", e -> e.put("clientToken", "t"));
      List<Future<String>> done =
          together(
              IntStream.range(0, WRITERS)
                  .<Callable<String>>mapToObj(
                      i ->
                          () ->
                              memories.say(
                                  memory,
                                  "anna",
                                  "s" + i,
                                  "text " + i,
                                  // Each fourth token came before, for another session.
                                  e -> e.put("clientToken", i % 4 == 0 ? "t" : "t" + i)))
                  .toList());
      int refused = 0;
      for (Future<String> one : done) {
        refused += one.state() == Future.State.FAILED ? 1 : 0;
        if (one.state() == Future.State.FAILED) {
          assertThat(one.exceptionNow()).isInstanceOf(Fault.Conflict.class);
        }
      }
      assertThat(refused).isEqualTo(WRITERS / 4);
      assertThat(memories.count("memory_event")).isEqualTo(1 + WRITERS - WRITERS / 4);
    }
  }

  @Test
  void metadata_tokens_and_times_are_stored_as_when_written_alone() throws Exception {
    try (Memories memories = new Memories()) {
      Memory memory = memories.create();
      List<Future<String>> done =
          together(
              IntStream.range(0, WRITERS)
                  .<Callable<String>>mapToObj(
                      i ->
                          () ->
                              memories.say(
                                  memory,
                                  "anna",
                                  "s" + i,
                                  "quote \" and \\ and, comma {x} NULL " + i,
                                  e -> {
                                    e.put("clientToken", "a token " + i);
                                    e.putObject("metadata")
                                        .putObject("k")
                                        .put("stringValue", "a,\"b\"" + i);
                                  }))
                  .toList());
      var ids = new HashSet<String>();
      for (int i = 0; i < WRITERS; i++) {
        ids.add(done.get(i).get());
        ObjectNode input =
            Json.object()
                .put("memoryId", memory.id().value())
                .put("actorId", "anna")
                .put("sessionId", "s" + i)
                .put("eventId", done.get(i).get());
        JsonNode event = Json.parse(Json.text(memories.events.get(input))).path("event");
        assertThat(event.at("/payload/0/conversational/content/text").asString())
            .isEqualTo("quote \" and \\ and, comma {x} NULL " + i);
        assertThat(event.at("/metadata/k/stringValue").asString()).isEqualTo("a,\"b\"" + i);
        assertThat(Timestamps.read(event.path("eventTimestamp"), "t"))
            .isEqualTo(memories.clock.instant());
        assertThat(
                memories.say(memory, "anna", "s" + i, "again", e -> e.put("clientToken", token(e))))
            .isNotEmpty();
      }
      assertThat(memories.count("memory_event")).isEqualTo(2L * WRITERS);
    }
  }

  private static String token(ObjectNode event) {
    return "other of " + event.path("sessionId").asString();
  }
}
