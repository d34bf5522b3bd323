package dev.cadre.harness;

import static dev.cadre.harness.Harness.CONVERSATION;
import static dev.cadre.harness.Harness.agent;
import static dev.cadre.harness.ScriptedModel.call;
import static dev.cadre.harness.ScriptedModel.reply;
import static dev.cadre.harness.ScriptedModel.results;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.fault.Fault;
import dev.cadre.harness.Conversations.TurnRecord;
import dev.cadre.harness.TurnEvent.ToolEnded;
import dev.cadre.harness.TurnEvent.ToolStarted;
import dev.cadre.model.Content;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.Reply;
import dev.cadre.store.TestDatabase;
import dev.cadre.time.SystemTimer;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The process dies before each write of a turn in its turn, and another one takes the turn up. */
class CrashTest {
  private static final int MORE_WRITES_THAN_A_TURN_HAS = 100;
  private TestDatabase database;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
  }

  @AfterEach
  void close() {
    database.close();
  }

  /** Calls two tools at once, then a third, then answers with all it heard. */
  private static Reply script(ModelRequest request) {
    List<Content.ToolResult> results = results(request);
    return switch (results.size()) {
      case 0 ->
          reply(
              new Content.Text("Let me see. "),
              call("a", "book", "{\"n\":1}"),
              call("b", "book", "{\"n\":2}"));
      case 2 -> reply(call("c", "book", "{\"n\":3}"));
      default ->
          reply(
              new Content.Text(
                  results.stream()
                      .map(result -> Content.text(result.content()))
                      .collect(Collectors.joining(" and "))));
    };
  }

  @Test
  void wherever_it_dies_the_turn_ends_as_if_it_had_not_and_no_finished_call_is_made_again()
      throws Exception {
    int deaths = 0;
    for (int writes = 0; writes < MORE_WRITES_THAN_A_TURN_HAS; writes++) {
      database.database().update("truncate turn, turn_event, conversation");
      Map<String, List<String>> keys = new ConcurrentHashMap<>();
      if (!dies(writes, keys)) {
        assertThat(deaths).isGreaterThan(5);
        return;
      }
      deaths++;
      Map<String, Integer> before = counts(keys);
      Set<String> finished = finished(turns());
      try (Harness survivor = harness(keys, Integer.MAX_VALUE, new AtomicReference<>())) {
        survivor.feature.start();
        TestWait.until(() -> turns().stream().noneMatch(t -> t.state() == TurnState.RUNNING));
        // Nothing began, so there is nothing to go on with.
        if (writes > 0) {
          assertWhole(survivor, keys);
        }
      }
      for (String call : finished) {
        assertThat(keys.get(call)).as("%s, cut after %d", call, writes).hasSize(before.get(call));
      }
    }
    throw new AssertionError("the turn never ended");
  }

  private boolean dies(int writes, Map<String, List<String>> keys) throws Exception {
    AtomicReference<DyingWriter> writer = new AtomicReference<>();
    try (Harness harness = harness(keys, writes, writer)) {
      harness.say(agent(true), "Book three");
      return false;
    } catch (Fault.Internal e) {
      assertThat(writer.get().died()).isTrue();
      return true;
    }
  }

  private Harness harness(
      Map<String, List<String>> keys, int writes, AtomicReference<DyingWriter> writer) {
    TestTool book = new TestTool("book", invocation -> booked(keys, invocation));
    return new Harness(
        database,
        new ScriptedModel(CrashTest::script),
        new SystemTimer(),
        real -> {
          writer.set(new DyingWriter(real, writes));
          return writer.get();
        },
        book);
  }

  private static ToolOutcome booked(Map<String, List<String>> keys, ToolInvocation invocation) {
    String key = invocation.idempotencyKey();
    keys.computeIfAbsent(key.substring(key.indexOf('/') + 1), _ -> new ArrayList<>()).add(key);
    return ToolOutcome.Answered.text("table " + invocation.arguments().path("n").asInt());
  }

  private void assertWhole(Harness survivor, Map<String, List<String>> keys) {
    TurnRecord turn = turns().getFirst();
    assertThat(turn.state()).isEqualTo(TurnState.ENDED);
    List<TurnEvent> events =
        survivor.feature.conversations().events(turn.id(), -1, 1000).stream()
            .map(Conversations.Recorded::event)
            .toList();
    assertThat(Harness.answer(events.getLast())).isEqualTo("table 1 and table 2 and table 3");
    List<String> ended =
        events.stream()
            .filter(ToolEnded.class::isInstance)
            .map(event -> ((ToolEnded) event).callId())
            .toList();
    assertThat(ended).containsExactlyInAnyOrder("a", "b", "c");
    // A call that is repeated is repeated under its key.
    keys.values().forEach(used -> assertThat(new HashSet<>(used)).hasSize(1));
    assertThat(
            events.stream()
                .filter(ToolStarted.class::isInstance)
                .map(event -> ((ToolStarted) event).callId()))
        .contains("a", "b", "c");
  }

  private List<TurnRecord> turns() {
    return new Conversations(database.database()).turns(CONVERSATION, Long.MAX_VALUE, 10);
  }

  private static Map<String, Integer> counts(Map<String, List<String>> keys) {
    return keys.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().size()));
  }

  /** The calls whose end is in the journal. */
  private Set<String> finished(List<TurnRecord> turns) {
    Conversations conversations = new Conversations(database.database());
    return turns.stream()
        .flatMap(turn -> conversations.events(turn.id(), -1, 1000).stream())
        .map(Conversations.Recorded::event)
        .filter(ToolEnded.class::isInstance)
        .map(event -> ((ToolEnded) event).callId())
        .collect(Collectors.toSet());
  }
}
