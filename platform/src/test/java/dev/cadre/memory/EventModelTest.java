package dev.cadre.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Random events, branches, deletions and expiries, beside a model that is a list in memory. */
class EventModelTest {
  private static final int STEPS = 160;
  private static final List<String> ACTORS = List.of("anna", "ben/of:x");
  private static final List<String> SESSIONS = List.of("s1", "s2");
  private static final List<String> BRANCHES = List.of("main", "left", "right", "deep");

  private record Said(
      String id, String text, String branch, Instant at, @Nullable String tag, int place) {}

  private record Fork(String root, int place, String parent) {}

  /** What one session should be. */
  private static final class Model {
    final List<Said> events = new ArrayList<>();
    final Map<String, Fork> forks = new HashMap<>();
    int places;
    @Nullable Instant emptySince;

    List<Said> shown(
        Instant horizon, @Nullable String branch, boolean parents, @Nullable String tag) {
      Map<String, Integer> reach = new LinkedHashMap<>();
      String next = branch;
      int until = Integer.MAX_VALUE;
      while (next != null) {
        reach.put(next, until);
        Fork fork = forks.get(next);
        next = parents && fork != null ? fork.parent() : null;
        until = fork == null ? 0 : fork.place();
      }
      return events.reversed().stream()
          .filter(e -> e.at().isAfter(horizon))
          .filter(e -> branch == null || e.place() <= reach.getOrDefault(e.branch(), -1))
          .filter(e -> tag == null || tag.equals(e.tag()))
          .toList();
    }
  }

  private final Map<String, Model> models = new HashMap<>();
  private int days = 30;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void what_is_listed_is_what_was_said_and_neither_deleted_nor_expired(long seed) {
    Random random = new Random(seed);
    try (Memories memories = new Memories()) {
      Memory memory = memories.create();
      for (int step = 0; step < STEPS; step++) {
        String actor = any(random, ACTORS);
        String session = any(random, SESSIONS);
        Model model = models.computeIfAbsent(actor + " " + session, _ -> new Model());
        switch (random.nextInt(12)) {
          case 0, 1, 2, 3, 4, 5, 6 -> say(memories, memory, actor, session, model, random, step);
          case 7 -> delete(memories, memory, actor, session, model, random);
          case 8 -> memories.clock.forward(Duration.ofHours(random.nextInt(60)));
          case 9 -> sweep(memories);
          case 10 -> expiry(memories, memory, random);
          default -> compare(memories, memory, actor, session, model, random);
        }
      }
      for (String actor : ACTORS) {
        for (String session : SESSIONS) {
          Model model = models.getOrDefault(actor + " " + session, new Model());
          compare(memories, memory, actor, session, model, random);
        }
      }
      memories.clock.forward(Duration.ofDays(days));
      memories.keeper.sweep();
      memories.clock.forward(Duration.ofDays(2));
      memories.keeper.sweep();
      assertThat(memories.count("memory_event")).isZero();
      assertThat(memories.count("memory_session")).isZero();
    }
  }

  private Instant horizon(Memories memories) {
    return memories.clock.instant().minus(Duration.ofDays(days));
  }

  private void say(
      Memories memories,
      Memory memory,
      String actor,
      String session,
      Model model,
      Random random,
      int step) {
    String branch = any(random, BRANCHES);
    String tag = random.nextInt(3) == 0 ? "t" + random.nextInt(2) : null;
    List<Said> there = model.shown(horizon(memories), null, false, null);
    ObjectNode input = Memories.event(memory, actor, session, "text " + step);
    input.put("clientToken", "token-" + step);
    input.put(
        "eventTimestamp",
        Timestamps.seconds(memories.clock.instant().minusSeconds(random.nextInt(10_000))));
    if (tag != null) {
      input.putObject("metadata").putObject("tag").put("stringValue", tag);
    }
    Fork fork = model.forks.get(branch);
    if (!branch.equals("main")) {
      ObjectNode node = input.putObject("branch").put("name", branch);
      if (fork == null && there.isEmpty()) {
        assertThatThrownBy(() -> memories.events.create(input)).isInstanceOf(Fault.Invalid.class);
        return;
      }
      if (fork == null) {
        Said root = any(random, there);
        node.put("rootEventId", root.id());
        model.forks.put(branch, new Fork(root.id(), root.place(), root.branch()));
      }
    }
    JsonNode made = memories.events.create(input).path("event");
    Said said =
        new Said(
            made.path("eventId").asString(),
            "text " + step,
            branch,
            memories.clock.instant(),
            tag,
            ++model.places);
    model.events.add(said);
    model.emptySince = null;
    // The same again changes nothing.
    assertThat(memories.events.create(input).path("event").path("eventId").asString())
        .isEqualTo(said.id());
  }

  private void delete(
      Memories memories, Memory memory, String actor, String session, Model model, Random random) {
    List<Said> there = model.shown(horizon(memories), null, false, null);
    if (!there.isEmpty()) {
      Said gone = any(random, there);
      ObjectNode input = of(memory, actor, session).put("eventId", gone.id());
      assertThat(memories.events.get(input).path("event").path("eventId").asString())
          .isEqualTo(gone.id());
      memories.events.delete(input);
      model.events.remove(gone);
      model.emptySince = model.events.isEmpty() ? memories.clock.instant() : null;
      assertThatThrownBy(() -> memories.events.get(input)).isInstanceOf(Fault.NotFound.class);
    }
  }

  /** Expired events go; a session that has been empty for a day goes, and its branches with it. */
  private void sweep(Memories memories) {
    memories.keeper.sweep();
    Instant now = memories.clock.instant();
    for (Model model : models.values()) {
      boolean removed = model.events.removeIf(e -> !e.at().isAfter(horizon(memories)));
      if (removed && model.events.isEmpty()) {
        model.emptySince = now;
      }
      if (model.emptySince != null && model.emptySince.isBefore(now.minus(Duration.ofDays(1)))) {
        model.forks.clear();
        model.places = 0;
        model.emptySince = null;
      }
    }
  }

  private void expiry(Memories memories, Memory memory, Random random) {
    // What has expired would be seen again under a longer time, until it is removed.
    sweep(memories);
    days = 3 + random.nextInt(20);
    memories.control.update(
        Json.object().put("memoryId", memory.id().value()).put("eventExpiryDuration", days));
  }

  private void compare(
      Memories memories, Memory memory, String actor, String session, Model model, Random random) {
    String branch = random.nextBoolean() ? any(random, BRANCHES) : null;
    boolean parents = random.nextBoolean();
    String tag = random.nextInt(3) == 0 ? "t" + random.nextInt(2) : null;
    ObjectNode input = of(memory, actor, session).put("maxResults", 1 + random.nextInt(20));
    if (branch != null) {
      input
          .withObject("/filter")
          .putObject("branch")
          .put("name", branch)
          .put("includeParentBranches", parents);
    }
    if (tag != null) {
      ObjectNode expression = input.withObject("/filter").putArray("eventMetadata").addObject();
      expression.put("operator", "EQUALS_TO").putObject("left").put("metadataKey", "tag");
      expression.putObject("right").putObject("metadataValue").put("stringValue", tag);
    }
    List<String> listed = new ArrayList<>();
    JsonNode page;
    do {
      page = memories.events.list(input);
      page.path("events").forEach(event -> listed.add(event.path("eventId").asString()));
      input.set("nextToken", page.get("nextToken"));
    } while (page.has("nextToken"));
    assertThat(listed)
        .isEqualTo(
            model.shown(horizon(memories), branch, parents, tag).stream().map(Said::id).toList());
  }

  private static ObjectNode of(Memory memory, String actor, String session) {
    return Json.object()
        .put("memoryId", memory.id().value())
        .put("actorId", actor)
        .put("sessionId", session);
  }

  private static <T> T any(Random random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
