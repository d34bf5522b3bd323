package dev.cadre.surface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.harness.Conversations.Recorded;
import dev.cadre.harness.TurnEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class TurnJsonTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  private static List<Recorded> recorded(List<TurnEvent> events) {
    List<Recorded> recorded = new ArrayList<>();
    for (TurnEvent event : events) {
      recorded.add(new Recorded(recorded.size(), AT, event));
    }
    return recorded;
  }

  @Test
  void pieces_of_one_text_are_one_event_with_the_number_of_the_last() {
    JsonNode events = TurnJson.events(recorded(Scenes.text()), -1);
    JsonNode text = events.get(2);
    assertThat(text.path("type").asString()).isEqualTo("text");
    assertThat(text.path("delta").asString()).isEqualTo("Hello");
    assertThat(text.path("number").asInt()).isEqualTo(3);
    assertThat(events).hasSize(5);
  }

  @Test
  void the_last_event_sums_up_the_turn_whichever_events_are_wanted() {
    List<Recorded> all = recorded(Scenes.text());
    JsonNode events = TurnJson.events(all, all.size() - 2);
    assertThat(events).hasSize(1);
    assertThat(events.get(0).path("answer").asString()).isEqualTo("Hello");
    assertThat(events.get(0).path("turnId").asString()).isEqualTo("t1");
    assertThat(events.get(0).path("at").asString()).isEqualTo(AT.toString());
  }

  @Test
  void texts_of_different_blocks_stay_apart() {
    JsonNode events =
        TurnJson.events(
            recorded(
                List.of(
                    Scenes.started(),
                    new TurnEvent.Text(1, 0, "a"),
                    new TurnEvent.Text(1, 1, "b"),
                    new TurnEvent.Text(2, 1, "c"))),
            -1);
    assertThat(events).hasSize(4);
  }

  @Test
  void an_operator_reads_what_was_recalled() {
    JsonNode events =
        TurnJson.events(recorded(List.of(new TurnEvent.Recalled(List.of("likes tea"), null))), -1);
    assertThat(events.get(0).path("texts").get(0).asString()).isEqualTo("likes tea");
    assertThat(events.get(0).path("records").asInt()).isEqualTo(1);
  }
}
