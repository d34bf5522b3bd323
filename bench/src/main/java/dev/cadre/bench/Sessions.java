package dev.cadre.bench;

import java.io.IOException;

/**
 * Opens sessions one after the other before anything is measured, so that no run measures their
 * start, or meets the platform's limit on new ones in a second.
 */
final class Sessions {
  private static final long PAUSE_NANOS = 12_500_000; // 80 a second; the limit is 100
  private static final String PAYLOAD = "{\"prompt\": \"hello\"}";

  private final Target platform;
  private final long run;
  private int open;

  Sessions(Target platform, long run) {
    this.platform = platform;
    this.run = run;
  }

  /** Makes sure that the first {@code count} sessions of this run are live. */
  void open(int count) throws IOException, InterruptedException {
    long next = System.nanoTime();
    try (Wire wire = new Wire(platform)) {
      for (; open < count; open++) {
        wire.exchange(platform.invocation(Session.id(run, open), PAYLOAD)).requireOk();
        next = Math.max(next + PAUSE_NANOS, System.nanoTime());
        Thread.sleep(Math.max(0, next - System.nanoTime()) / 1_000_000);
      }
    }
  }

  void close() throws IOException {
    try (Wire wire = new Wire(platform)) {
      for (; open > 0; open--) {
        wire.exchange(platform.stopSession(Session.id(run, open - 1))).requireOk();
      }
    }
  }
}
