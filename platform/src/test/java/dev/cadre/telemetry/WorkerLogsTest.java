package dev.cadre.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.SessionId;
import dev.cadre.store.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WorkerLogsTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final AgentRuntimeId AGENT = new AgentRuntimeId("echo-AbCdEf1234");
  private static final SessionId ONE = new SessionId("one-" + "x".repeat(33));
  private static final SessionId TWO = new SessionId("two-" + "x".repeat(33));

  private final ManualClock clock = new ManualClock("2026-03-01T12:00:00Z");
  private TestDatabase db;
  private WorkerLogs logs;

  @BeforeEach
  void open() {
    db = TestDatabase.fresh();
    logs = logs(10_000);
  }

  @AfterEach
  void close() {
    logs.close();
    db.close();
  }

  private WorkerLogs logs(int capacity) {
    Partitions days = new Partitions(db.database(), clock, "worker_logs", 7);
    return new WorkerLogs(db.database(), days, clock, capacity, LIMIT);
  }

  private LogLine line(SessionId session, String text) {
    return new LogLine(clock.instant(), AGENT, "1", session, null, LogStream.STDOUT, text);
  }

  private static LogQuery all() {
    return new LogQuery(AGENT, null, null, null, 1000);
  }

  private static List<String> texts(List<StoredLine> lines) {
    return lines.stream().map(l -> l.line().text()).toList();
  }

  @Test
  void lines_come_back_as_they_were_written_and_in_order() {
    LogLine first =
        new LogLine(
            clock.instant(),
            AGENT,
            "3",
            ONE,
            "0af7651916cd43dd8448eb211c80319c",
            LogStream.STDERR,
            "e");
    logs.append(first);
    IntStream.range(0, 2500).forEach(i -> logs.append(line(ONE, "line " + i)));
    assertThat(logs.flush(LIMIT)).isTrue();
    List<StoredLine> found = logs.after(0, new LogQuery(AGENT, ONE, null, null, 10_000));
    assertThat(found).hasSize(2501);
    assertThat(found.getFirst().line()).isEqualTo(first);
    assertThat(texts(found.subList(1, 2501)))
        .containsExactlyElementsOf(IntStream.range(0, 2500).mapToObj(i -> "line " + i).toList());
  }

  @Test
  void a_query_narrows_by_session_time_and_text() {
    logs.append(line(ONE, "old apple"));
    clock.forward(Duration.ofMinutes(5));
    logs.append(line(ONE, "new apple"));
    logs.append(line(ONE, "new 100% pear"));
    logs.append(line(TWO, "new apple of two"));
    assertThat(logs.flush(LIMIT)).isTrue();
    assertThat(texts(logs.newest(new LogQuery(AGENT, ONE, clock.instant(), "apple", 10))))
        .containsExactly("new apple");
    assertThat(texts(logs.newest(new LogQuery(AGENT, null, null, "100%", 10))))
        .containsExactly("new 100% pear");
    assertThat(texts(logs.newest(new LogQuery(AGENT, null, null, null, 2))))
        .containsExactly("new 100% pear", "new apple of two");
  }

  @Test
  void a_line_that_the_database_would_refuse_is_mended() {
    logs.append(line(ONE, "a\0b"));
    logs.append(line(ONE, "x".repeat(100_000)));
    assertThat(logs.flush(LIMIT)).isTrue();
    List<String> found = texts(logs.newest(all()));
    assertThat(found.getFirst()).isEqualTo("a\uFFFDb");
    assertThat(found.get(1)).hasSize(LogLine.MAX_LENGTH).endsWith(" [cut]");
  }

  @Test
  void who_follows_gets_a_line_when_it_is_written() throws Exception {
    logs.append(line(ONE, "before"));
    assertThat(logs.flush(LIMIT)).isTrue();
    long seq = logs.newest(all()).getLast().seq();
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<StoredLine>> following = readers.submit(() -> logs.follow(seq, all(), LIMIT));
      logs.append(line(ONE, "after"));
      assertThat(texts(following.get())).containsExactly("after");
    }
  }

  @Test
  void who_follows_in_vain_is_let_go() throws InterruptedException {
    assertThat(logs.follow(0, all(), Duration.ofMillis(20))).isEmpty();
  }

  @Test
  void lines_over_the_bound_are_counted_and_the_session_is_told() {
    try (WorkerLogs small = logs(10)) {
      small.append(line(ONE, "makes the partition"));
      assertThat(small.flush(LIMIT)).isTrue();
      db.database()
          .transaction(
              sql -> {
                // Inserts wait for this lock, so that the queue fills.
                sql.update("lock table worker_logs in share mode");
                IntStream.range(0, 2000).forEach(i -> small.append(line(TWO, "line " + i)));
                return 0;
              });
      assertThat(small.flush(LIMIT)).isTrue();
      small.append(line(ONE, "makes one more batch"));
      assertThat(small.flush(LIMIT)).isTrue();
      List<StoredLine> told = logs.newest(new LogQuery(AGENT, TWO, null, "lines were lost", 1000));
      assertThat(small.lost()).isPositive();
      assertThat(told.stream().mapToLong(l -> Long.parseLong(l.line().text().split(" ")[0])).sum())
          .isEqualTo(small.lost());
      assertThat(told).allSatisfy(l -> assertThat(l.line().stream()).isEqualTo(LogStream.NOTICE));
    }
  }

  @Test
  void a_limit_out_of_range_is_refused() {
    assertThatThrownBy(() -> new LogQuery(AGENT, null, null, null, 0))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessage("limit is 0; it must be 1 to 10000");
  }

  @Test
  void closing_writes_what_waits() {
    WorkerLogs other = logs(10_000);
    IntStream.range(0, 500).forEach(i -> other.append(line(TWO, "line " + i)));
    other.close();
    assertThat(logs.newest(new LogQuery(AGENT, TWO, null, null, 1000))).hasSize(500);
  }
}
