package dev.cadre.worker;

import java.time.Duration;
import java.util.List;

/**
 * What one worker uses, as last read. Reading means a look at all processes of the host, so that a
 * list of a thousand sessions is answered from the watchdog's readings.
 */
final class Gauge {
  private static final Duration FRESH = Duration.ofSeconds(2);
  private static final int TICKS_PER_SECOND = 100;

  private final long outer;
  private Usage last = Usage.NONE;
  private long diskBytes;
  private long readAt;

  /** {@code outer} is the root of the worker's processes. */
  Gauge(long outer) {
    this.outer = outer;
  }

  synchronized Usage last() {
    return last;
  }

  /** At most 2 s old. */
  Usage now() {
    synchronized (this) {
      if (readAt != 0 && System.nanoTime() - readAt < FRESH.toNanos()) {
        return last;
      }
    }
    return read(ProcessTable.read());
  }

  synchronized Usage read(ProcessTable table) {
    List<ProcessTable.Entry> tree = table.tree(outer);
    long resident = 0;
    long ticks = 0;
    for (ProcessTable.Entry entry : tree) {
      resident += entry.resident();
      ticks += entry.ticks();
    }
    // Once it has ended, the last reading stands.
    if (!tree.isEmpty()) {
      Duration cpu = Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
      last = new Usage(resident, cpu, tree.size(), diskBytes);
      readAt = System.nanoTime();
    }
    return last;
  }

  synchronized void diskBytes(long bytes) {
    diskBytes = bytes;
  }
}
