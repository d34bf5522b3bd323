package dev.cadre.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BatchesTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final List<Integer> written = Collections.synchronizedList(new ArrayList<>());

  @Test
  void everything_is_written_in_order_by_the_end() {
    try (Batches<Integer> batches = new Batches<>("t", 10_000, 7, written::addAll, LIMIT)) {
      IntStream.range(0, 5000).forEach(batches::offer);
    }
    assertThat(written).containsExactlyElementsOf(IntStream.range(0, 5000).boxed().toList());
  }

  @Test
  void a_full_queue_loses_the_newest_and_never_blocks() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Batches<Integer> batches =
        new Batches<>(
            "t",
            3,
            1,
            items -> {
              begun.countDown();
              await(go);
              written.addAll(items);
            },
            LIMIT);
    batches.offer(0);
    begun.await();
    List<Boolean> taken = IntStream.range(1, 6).mapToObj(batches::offer).toList();
    assertThat(taken).containsExactly(true, true, true, false, false);
    assertThat(batches.lost()).isEqualTo(2);
    go.countDown();
    batches.close();
    assertThat(written).containsExactly(0, 1, 2, 3);
  }

  @Test
  void a_writer_that_throws_loses_its_batch_and_goes_on() {
    try (Batches<Integer> batches =
        new Batches<>(
            "t",
            10,
            1,
            items -> {
              if (items.contains(1)) {
                throw new IllegalStateException("refused");
              }
              written.addAll(items);
            },
            LIMIT)) {
      IntStream.range(0, 3).forEach(batches::offer);
      assertThat(batches.flush(LIMIT)).isTrue();
      assertThat(batches.lost()).isOne();
    }
    assertThat(written).containsExactly(0, 2);
  }

  @Test
  void a_flush_gives_up_in_time() {
    CountDownLatch go = new CountDownLatch(1);
    Batches<Integer> batches = new Batches<>("t", 10, 1, _ -> await(go), LIMIT);
    batches.offer(0);
    assertThat(batches.flush(Duration.ofMillis(20))).isFalse();
    go.countDown();
    batches.close();
  }

  @Test
  void nothing_is_taken_after_the_end() {
    Batches<Integer> batches = new Batches<>("t", 10, 1, written::addAll, LIMIT);
    batches.close();
    assertThat(batches.offer(1)).isFalse();
    assertThat(batches.lost()).isOne();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
