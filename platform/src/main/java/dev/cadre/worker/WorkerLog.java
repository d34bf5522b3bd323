package dev.cadre.worker;

import dev.cadre.worker.LogLine.Stream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A worker's lines on their way to the sink. Adding never waits: what the sink cannot take is
 * dropped, counted, and told in one line. The newest lines are kept for whoever asks why it died.
 */
final class WorkerLog {
  static final int WAITING_LINES = 1_000;
  static final int KEPT_LINES = 50;
  static final int KEPT_CHARS = 16 * 1024;

  private static final Logger LOG = System.getLogger(WorkerLog.class.getName());

  private final LineSink sink;
  private final InstantSource clock;
  private final ArrayDeque<LogLine> waiting = new ArrayDeque<>();
  private final ArrayDeque<String> kept = new ArrayDeque<>();
  private int keptChars;
  private long dropped;
  private boolean closed;

  WorkerLog(String workerId, LineSink sink, InstantSource clock) {
    this.sink = sink;
    this.clock = clock;
    Thread.ofVirtual().name("worker-log-" + workerId).start(this::drain);
  }

  synchronized void add(Stream stream, String text) {
    keep(text);
    if (closed || waiting.size() >= WAITING_LINES) {
      dropped++;
      return;
    }
    noteDropped();
    waiting.add(new LogLine(clock.instant(), stream, text));
    notifyAll();
  }

  private void noteDropped() {
    if (dropped > 0) {
      String text = dropped + " lines were dropped: they came faster than they could be kept";
      waiting.add(new LogLine(clock.instant(), Stream.NOTICE, text));
      dropped = 0;
    }
  }

  private void keep(String text) {
    kept.addLast(text);
    keptChars += text.length();
    while (kept.size() > KEPT_LINES || (keptChars > KEPT_CHARS && kept.size() > 1)) {
      keptChars -= kept.removeFirst().length();
    }
  }

  synchronized List<String> lastLines() {
    return List.copyOf(kept);
  }

  /** No line comes after this; those that wait are still given to the sink. */
  synchronized void close() {
    noteDropped();
    closed = true;
    notifyAll();
  }

  private void drain() {
    for (LogLine line = next(); line != null; line = next()) {
      try {
        sink.line(line);
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "a worker's line was not taken", e);
      }
    }
  }

  private synchronized @Nullable LogLine next() {
    while (waiting.isEmpty() && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        // The sink was interrupted in its own work; only close() ends a worker's log.
      }
    }
    return waiting.poll();
  }
}
