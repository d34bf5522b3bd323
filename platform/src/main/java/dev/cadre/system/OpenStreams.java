package dev.cadre.system;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the answers of a system that are streamed by this node. Thread-safe. */
final class OpenStreams {
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong served = new AtomicLong();

  /** One more until it is closed. */
  Open open() {
    open.incrementAndGet();
    return () -> {
      open.decrementAndGet();
      served.incrementAndGet();
    };
  }

  /** A stream that is open. */
  @FunctionalInterface
  interface Open extends AutoCloseable {
    @Override
    void close();
  }

  int now() {
    return open.get();
  }

  /** Since the platform started. */
  long served() {
    return served.get();
  }
}
