package dev.cadre.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small parts that everything else stands on. */
class PartsTest {
  @Test
  void an_event_id_has_the_form_of_aws_and_sorts_as_events_came() {
    EventId first = EventId.of(Instant.ofEpochMilli(1_760_000_000_123L), 9);
    EventId second = EventId.of(Instant.ofEpochMilli(1_760_000_000_123L), 10);
    assertThat(first.toString()).isEqualTo("0000001760000000123#00000009");
    assertThat(first.toString()).isLessThan(second.toString());
    assertThat(EventId.parse(second.toString())).isEqualTo(second);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "#1", "1#g", "99999999999999999999#1", "1#ffffffffffffffff"})
  void what_is_no_event_id_is_no_event(String id) {
    assertThatThrownBy(() -> EventId.parse(id)).isInstanceOf(Fault.NotFound.class);
  }

  @ParameterizedTest
  @CsvSource({
    "1760000000, 2025-10-09T08:53:20Z",
    "1760000000.1239, 2025-10-09T08:53:20.123Z",
    "'\"2025-10-09T10:53:20+02:00\"', 2025-10-09T08:53:20Z"
  })
  void a_timestamp_is_a_number_or_a_text(String json, Instant instant) {
    assertThat(Timestamps.read(Json.parse(json), "at")).isEqualTo(instant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1e999999999", "1e18", "\"yesterday\"", "\"\""})
  void what_is_no_time_is_refused(String json) {
    assertThatThrownBy(() -> Timestamps.read(Json.parse(json), "at"))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageStartingWith("at ");
  }

  @Test
  void words_are_read_from_the_text_form_of_a_tsvector() {
    Words words = Words.parse("'berlin':4 'don''t':2,7 'it''s ''so''':9 'live':1A,3B,5");
    assertThat(words.length()).isEqualTo(7);
    assertThat(words.count(Words.hash("berlin"))).isEqualTo(1);
    assertThat(words.count(Words.hash("don't"))).isEqualTo(2);
    assertThat(words.count(Words.hash("it's 'so'"))).isEqualTo(1);
    assertThat(words.count(Words.hash("live"))).isEqualTo(3);
    assertThat(words.count(Words.hash("oslo"))).isZero();
    assertThat(Words.parse("").length()).isZero();
  }

  @Test
  void a_namespace_is_resolved_when_all_its_variables_have_values() {
    NamespaceTemplate template = new NamespaceTemplate("/s/{memoryStrategyId}/a/{actorId}/");
    assertThat(template.resolve(Map.of("memoryStrategyId", "x-1", "actorId", "a$1\\")))
        .contains("/s/x-1/a/a$1\\/");
    assertThat(template.resolve(Map.of("actorId", "anna"))).isEmpty();
  }

  @Test
  void an_evil_pattern_gives_up() {
    NamespaceKeys keys =
        new NamespaceKeys(
            Json.parse(
                "[{\"key\": \"team\", \"validation\": {\"regexPattern\": \"(.*a){20}b\"}}]"));
    assertThatThrownBy(() -> keys.check(Map.of("team", "a".repeat(60))))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("too long");
  }

  @Test
  void a_path_ends_where_its_segment_ends() {
    assertThat(new NamespacePath("/a/b//")).isEqualTo(new NamespacePath("/a/b"));
    assertThat(new NamespacePath("/").text()).isEmpty();
  }

  @Test
  void vectors_survive_being_stored() {
    Vector vector = Memories.words().embed("a few words");
    Vector read = Vector.read(vector.bytes());
    assertThat(read.bytes()).isEqualTo(vector.bytes());
    assertThat(Matrix.of(List.of(read)).at(0).bytes()).isEqualTo(vector.bytes());
  }

  @Test
  void cosines_side_by_side_are_those_of_each_alone() {
    Meaning meaning = new Meaning("w", new WordEmbedder());
    List<Vector> vectors =
        meaning.embedAll(List.of("green tea", "black tea", "a walk in the park", "tea"));
    Vector asked = meaning.embed("tea");
    float[] together = Matrix.of(vectors).cosines(asked);
    for (int i = 0; i < together.length; i++) {
      assertThat(together[i]).isEqualTo(Matrix.of(List.of(vectors.get(i))).cosines(asked)[0]);
    }
    assertThat(together[3]).isBetween(0.999f, 1.001f);
    assertThat(together[0]).isBetween(0.1f, 0.99f);
    assertThat(Matrix.of(List.of()).cosines(asked)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"a\\u0000b\"", "{\"a\\u0000\": 1}", "[\"\\ud800\"]", "{\"x\": [\"\\udc00 \"]}"})
  void what_the_database_cannot_hold_is_refused(String json) {
    assertThatThrownBy(() -> Storable.check(Json.parse(json))).isInstanceOf(Fault.Invalid.class);
  }
}
