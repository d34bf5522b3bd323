package dev.cadre.model;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes charges off the path of calls and writes them together. A charge that cannot be written is
 * kept and tried again; when too many wait, whoever brings the next one writes them itself, so that
 * charges are late rather than lost. Thread-safe.
 */
final class UsageLedger implements AutoCloseable {
  private static final Logger LOG = System.getLogger(UsageLedger.class.getName());
  private static final int MANY = 10_000;
  private static final int BATCH = 1_000;

  private final Consumer<List<UsageRow>> writer;
  private final Object writing = new Object();
  private final List<UsageRow> waiting = new ArrayList<>();
  private boolean failing;

  /**
   * @param writer writes all or nothing; may block and throw
   */
  UsageLedger(Consumer<List<UsageRow>> writer) {
    this.writer = writer;
  }

  void add(UsageRow row) {
    boolean many;
    synchronized (waiting) {
      waiting.add(row);
      many = waiting.size() >= MANY;
    }
    if (many) {
      flush();
    }
  }

  /** Writes what waits; false when the database does not take it now. */
  boolean flush() {
    synchronized (writing) {
      try {
        for (List<UsageRow> batch = first(); !batch.isEmpty(); batch = first()) {
          writer.accept(batch);
          written(batch.size());
        }
        failing = false;
        return true;
      } catch (RuntimeException e) {
        if (!failing) {
          LOG.log(Level.WARNING, "cannot write what models cost, which waits until it can", e);
        }
        failing = true;
        return false;
      }
    }
  }

  int waiting() {
    synchronized (waiting) {
      return waiting.size();
    }
  }

  /** Writes the rest. */
  @Override
  public void close() {
    if (!flush()) {
      LOG.log(Level.ERROR, "{0} charges of models could not be written", waiting());
    }
  }

  private List<UsageRow> first() {
    synchronized (waiting) {
      return List.copyOf(waiting.subList(0, Math.min(BATCH, waiting.size())));
    }
  }

  private void written(int count) {
    synchronized (waiting) {
      waiting.subList(0, count).clear();
    }
  }
}
