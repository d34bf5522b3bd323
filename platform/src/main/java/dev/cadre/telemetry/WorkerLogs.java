package dev.cadre.telemetry;

import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.SessionId;
import dev.cadre.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What workers wrote, in the database. Lines are taken without blocking and written in batches;
 * when more come than can be written they are lost, and a notice in the session's log says how
 * many. Thread-safe.
 */
public final class WorkerLogs implements LogSink, AutoCloseable {
  private static final int BATCH = 1000;
  // Another node's lines are not announced here.
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final String INSERT =
      """
      insert into worker_logs (at, agent, version, session, trace_id, stream, line)
      values (?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String SELECT =
      """
      select seq, at, agent, version, session, trace_id, stream, line
      from worker_logs
      where agent = ?
        and (?::text is null or session = ?)
        and (?::timestamptz is null or at >= ?)
        and (?::text is null or position(? in line) > 0)
      """;

  private final Database database;
  private final Partitions partitions;
  private final LostLines lost;
  private final Batches<LogLine> batches;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition written = lock.newCondition();
  private long writes;

  WorkerLogs(
      Database database, Partitions partitions, InstantSource clock, int capacity, Duration limit) {
    this.database = database;
    this.partitions = partitions;
    this.lost = new LostLines(clock);
    this.batches = new Batches<>("lines", capacity, BATCH, this::write, limit);
  }

  @Override
  public void append(LogLine line) {
    if (!batches.offer(line)) {
      lost.count(line);
    }
  }

  /** The newest lines that {@code query} asks for, oldest first. */
  public List<StoredLine> newest(LogQuery query) {
    return select(query, " order by seq desc limit ?", query.limit()).reversed();
  }

  /** The oldest lines after {@code seq} that {@code query} asks for, oldest first. */
  public List<StoredLine> after(long seq, LogQuery query) {
    return select(query, " and seq > ? order by seq limit ?", seq, query.limit());
  }

  /**
   * As {@link #after}, but waits for at most {@code wait} until there is one; empty when there was
   * none.
   */
  public List<StoredLine> follow(long seq, LogQuery query, Duration wait)
      throws InterruptedException {
    long left = wait.toNanos();
    long seen = writes();
    List<StoredLine> found = after(seq, query);
    while (found.isEmpty() && left > 0) {
      long slice = Math.min(left, LOOK_AGAIN.toNanos());
      left -= slice - Math.max(0, awaitWrite(seen, slice));
      seen = writes();
      found = after(seq, query);
    }
    return found;
  }

  /** Waits until the lines appended before have been written; false when it took too long. */
  public boolean flush(Duration limit) {
    return batches.flush(limit);
  }

  /** Writes what waits. */
  @Override
  public void close() {
    batches.close();
  }

  long lost() {
    return batches.lost();
  }

  int waiting() {
    return batches.waiting();
  }

  private void write(List<LogLine> lines) {
    List<@Nullable Object[]> rows = new ArrayList<>(lines.size());
    lines.forEach(line -> rows.add(row(line)));
    lost.notices().forEach(notice -> rows.add(row(notice)));
    database.batch(INSERT, rows);
    announce();
  }

  private @Nullable Object[] row(LogLine line) {
    partitions.cover(line.at());
    return new @Nullable Object[] {
      line.at(),
      line.agent().value(),
      line.version(),
      line.session().value(),
      line.traceId(),
      line.stream(),
      line.text()
    };
  }

  private List<StoredLine> select(LogQuery query, String tail, @Nullable Object... more) {
    String session = query.session() == null ? null : query.session().value();
    List<@Nullable Object> args = new ArrayList<>();
    args.add(query.agent().value());
    args.add(session);
    args.add(session);
    args.add(query.since());
    args.add(query.since());
    args.add(query.contains());
    args.add(query.contains());
    args.addAll(Arrays.asList(more));
    return database.list(SELECT + tail, WorkerLogs::line, args.toArray());
  }

  private static StoredLine line(ResultSet row) throws SQLException {
    return new StoredLine(
        row.getLong("seq"),
        new LogLine(
            row.getObject("at", OffsetDateTime.class).toInstant(),
            new AgentRuntimeId(row.getString("agent")),
            row.getString("version"),
            new SessionId(row.getString("session")),
            row.getString("trace_id"),
            LogStream.valueOf(row.getString("stream")),
            row.getString("line")));
  }

  private void announce() {
    lock.lock();
    try {
      writes++;
      written.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private long writes() {
    lock.lock();
    try {
      return writes;
    } finally {
      lock.unlock();
    }
  }

  /** Returns what is left of {@code nanos} when something was written, else 0. */
  private long awaitWrite(long seen, long nanos) throws InterruptedException {
    long left = nanos;
    lock.lock();
    try {
      while (writes == seen && left > 0) {
        left = written.awaitNanos(left);
      }
      return left;
    } finally {
      lock.unlock();
    }
  }
}
