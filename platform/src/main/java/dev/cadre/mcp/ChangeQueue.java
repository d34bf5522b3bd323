package dev.cadre.mcp;

import dev.cadre.mcp.McpChanges.Change;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Changes on their way to one listener. A listener too slow for them is cut off, not misled. */
final class ChangeQueue implements AutoCloseable {
  private static final int WAITING = 1_000;

  private final BlockingQueue<Change> waiting = new ArrayBlockingQueue<>(WAITING);
  private final McpChanges.Subscription subscription;
  private volatile boolean overflowed;

  ChangeQueue(McpChanges changes, Predicate<Change> wanted) {
    subscription =
        changes.listen(
            change -> {
              if (wanted.test(change) && !waiting.offer(change)) {
                overflowed = true;
              }
            });
  }

  /** The next change, or null when there was none for as long as {@code quiet}. */
  @Nullable Change next(Duration quiet) throws InterruptedException {
    return waiting.poll(quiet.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** True once a change was lost: the stream must end, so that its client asks anew. */
  boolean overflowed() {
    return overflowed;
  }

  @Override
  public void close() {
    subscription.close();
  }
}
