package dev.cadre.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

final class BgeEmbedderTest {
  private static final BgeEmbedder EMBEDDER = new BgeEmbedder();

  @Test
  void a_vector_has_length_one_and_384_components() {
    float[] vector = EMBEDDER.embed("A table for four, please.");
    assertThat(vector).hasSize(EMBEDDER.dimensions()).hasSize(384);
    assertThat(cosine(vector, vector)).isCloseTo(1, within(1e-5));
  }

  @Test
  void texts_of_one_meaning_are_nearer_than_others() {
    float[] order = EMBEDDER.embed("Where is my parcel?");
    assertThat(cosine(order, EMBEDDER.embed("Tracks the delivery of an order.")))
        .isGreaterThan(cosine(order, EMBEDDER.embed("Plays music of an artist.")) + 0.05);
  }

  @Test
  void a_batch_gives_the_vectors_of_its_texts_in_order() {
    List<float[]> batch = EMBEDDER.embed(List.of("north", "south", "north"));
    assertThat(batch.get(0)).isEqualTo(EMBEDDER.embed("north")).isEqualTo(batch.get(2));
    assertThat(batch.get(1)).isEqualTo(EMBEDDER.embed("south")).isNotEqualTo(batch.get(0));
    assertThat(EMBEDDER.embed(List.of())).isEmpty();
  }

  @Test
  void a_text_gives_the_same_vector_in_another_instance() {
    assertThat(new BgeEmbedder().embed("the same")).isEqualTo(EMBEDDER.embed("the same"));
  }

  @Test
  void of_a_long_text_the_beginning_counts() {
    String beginning = "order ".repeat(400);
    assertThat(EMBEDDER.embed(beginning + "a".repeat(1_000_000)))
        .isEqualTo(EMBEDDER.embed(beginning + "b"));
  }

  @Test
  void a_text_without_words_has_a_vector_too() {
    assertThat(EMBEDDER.embed(List.of("", "  \n", "\u0000", "🙂"))).hasSize(4);
  }

  @Test
  void changing_a_vector_changes_no_later_answer() {
    float[] vector = EMBEDDER.embed("kept");
    float[] before = vector.clone();
    vector[0] = 9;
    assertThat(EMBEDDER.embed("kept")).isEqualTo(before);
  }

  @Test
  void many_threads_get_what_one_gets() throws Exception {
    List<float[]> alone =
        new BgeEmbedder().embed(List.of("text 0", "text 1", "text 2", "text 3"));
    BgeEmbedder shared = new BgeEmbedder();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<float[]>> calls =
          List.of(0, 1, 2, 3, 0, 1, 2, 3).stream()
              .<Callable<float[]>>map(i -> () -> shared.embed("text " + i))
              .toList();
      var results = threads.invokeAll(calls);
      for (int i = 0; i < results.size(); i++) {
        assertThat(results.get(i).get()).isEqualTo(alone.get(i % 4));
      }
    }
  }

  private static double cosine(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
