package dev.cadre.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.json.Json;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class RetentionTest {
  private static final Duration LIFE = Duration.ofDays(30);

  private static int shown(Memories memories, Memory memory) {
    ObjectNode input =
        Json.object()
            .put("memoryId", memory.id().value())
            .put("actorId", "anna")
            .put("sessionId", "s");
    return memories.events.list(input).path("events").size();
  }

  @Test
  void an_event_is_not_shown_from_the_moment_it_expires_and_gone_with_the_next_sweep() {
    try (Memories memories = new Memories()) {
      Memory memory = memories.create();
      memories.say(memory, "anna", "s", "Hello");
      memories.clock.forward(LIFE.minusMillis(1));
      memories.keeper.sweep();
      assertThat(shown(memories, memory)).isEqualTo(1);
      memories.clock.forward(Duration.ofMillis(1));
      assertThat(shown(memories, memory)).isZero();
      assertThat(memories.count("memory_event")).isEqualTo(1);
      memories.keeper.sweep();
      assertThat(memories.count("memory_event")).isZero();
      assertThat(Keeper.EVERY).isLessThanOrEqualTo(Duration.ofMinutes(1));
    }
  }

  @Test
  void one_sweep_removes_all_that_expired_and_nothing_younger() {
    try (Memories memories = new Memories()) {
      Memory memory = memories.create();
      for (int i = 0; i < 1_100; i++) {
        memories.say(memory, "anna", "s" + i % 3, "Hello " + i);
      }
      memories.clock.forward(LIFE.dividedBy(2));
      memories.say(memory, "anna", "s", "Later");
      memories.clock.forward(LIFE.dividedBy(2));
      memories.keeper.sweep();
      assertThat(memories.count("memory_event")).isEqualTo(1);
      assertThat(shown(memories, memory)).isEqualTo(1);
    }
  }

  @Test
  void a_shorter_life_counts_for_what_is_there_already() {
    try (Memories memories = new Memories()) {
      Memory memory = memories.create();
      memories.say(memory, "anna", "s", "Hello");
      memories.control.update(
          Json.object().put("memoryId", memory.id().value()).put("eventExpiryDuration", 3));
      memories.clock.forward(Duration.ofDays(3));
      assertThat(shown(memories, memory)).isZero();
      memories.keeper.sweep();
      assertThat(memories.count("memory_event")).isZero();
    }
  }

  @Test
  void who_writes_while_others_expire_does_not_wait_for_the_sweep() {
    try (Memories memories = new Memories()) {
      Memory memory = memories.create();
      memories.say(memory, "anna", "old", "Hello");
      memories.clock.forward(LIFE);
      memories
          .database()
          .transaction(
              sql -> {
                sql.update(
                    "delete from memory_event where created_at < ?", memories.clock.instant());
                // The sweep's transaction is open: another connection writes all the same.
                memories.say(memory, "anna", "new", "Good day");
                return true;
              });
      assertThat(memories.count("memory_event")).isEqualTo(1);
    }
  }
}
