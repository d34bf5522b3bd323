package dev.cadre.harness;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Lets some writes through; from then on the process is as good as dead: nothing is recorded. */
final class DyingWriter implements Journal.Writer {
  private final Journal.Writer writer;
  private int left;
  private boolean died;

  DyingWriter(Journal.Writer writer, int writes) {
    this.writer = writer;
    this.left = writes;
  }

  @Override
  public synchronized Map<UUID, Long> write(List<Entry> entries) {
    if (left == 0) {
      died = true;
      throw new IllegalStateException("killed");
    }
    left--;
    return writer.write(entries);
  }

  synchronized boolean died() {
    return died;
  }
}
