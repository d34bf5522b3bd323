package dev.cadre.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the bytes that a worker writes. */
final class WorkerOutputTest {

  private static List<String> lines(byte[] bytes) throws IOException {
    List<String> lines = new ArrayList<>();
    new LineSplitter(lines::add).drain(new ByteArrayInputStream(bytes));
    return lines;
  }

  private static List<String> lines(String text) throws IOException {
    return lines(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void lines_end_at_newlines_and_at_the_end() throws IOException {
    assertThat(lines("a\nb\r\n\n\u00fc")).containsExactly("a", "b", "", "\u00fc");
    assertThat(lines("")).isEmpty();
  }

  @Test
  void malformed_text_is_replaced_and_nul_removed() throws IOException {
    assertThat(lines(new byte[] {'a', (byte) 0xff, 0, 'b', '\n'})).containsExactly("a\ufffdb");
  }

  @Test
  void a_long_line_is_cut_and_its_rest_dropped() throws IOException {
    String long1 = "x".repeat(LineSplitter.MAX_BYTES);
    assertThat(lines(long1 + "yyy\nnext")).containsExactly(long1 + LineSplitter.CUT, "next");
  }

  @Test
  void a_sink_that_waits_does_not_hold_the_worker() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    List<LogLine> got = new CopyOnWriteArrayList<>();
    LineSink slow =
        line -> {
          try {
            open.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          got.add(line);
        };
    WorkerLog log = new WorkerLog("w", slow, () -> Instant.EPOCH);
    for (int i = 0; i < 5_000; i++) {
      log.add(LogLine.Stream.STDOUT, "line " + i);
    }
    assertThat(log.lastLines()).hasSize(WorkerLog.KEPT_LINES).endsWith("line 4999");
    log.close();
    open.countDown();
    SandboxTest.await(() -> !got.isEmpty() && got.getLast().stream() == LogLine.Stream.NOTICE);
    assertThat(got.size()).isBetween(WorkerLog.WAITING_LINES, WorkerLog.WAITING_LINES + 3);
    assertThat(got.getFirst().text()).isEqualTo("line 0");
    assertThat(got.getLast().text()).contains("lines were dropped");
  }

  @Test
  void the_last_lines_are_bounded_in_size() {
    WorkerLog log = new WorkerLog("w", _ -> {}, () -> Instant.EPOCH);
    for (int i = 0; i < 40; i++) {
      log.add(LogLine.Stream.STDOUT, "x".repeat(1_000));
    }
    assertThat(log.lastLines()).hasSizeBetween(10, 16);
    log.close();
  }

  @Test
  void a_flood_ends_with_the_worker_that_made_it(@TempDir Path root) throws Exception {
    try (Bench bench = Bench.sandboxed(root)) {
      Worker worker =
          bench.python("import sys\nfor i in range(300000): print('line', i)\nsys.exit(5)");
      assertThat(worker.awaitExit()).isEqualTo(new Exit.Exited(5));
      assertThat(worker.lastLines()).endsWith("line 299999");
      assertThat(worker.stop(Duration.ofSeconds(1))).isEqualTo(new Exit.Exited(5));
    }
  }
}
