package dev.cadre.worker;

import dev.cadre.time.Timer;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Looks at memory twice a second and at disk every five, for all workers in one pass, and kills
 * those over their limit. A worker can go over it for that long; where cgroup v2 is in force the
 * kernel holds memory, and this only reads it.
 */
final class Watchdog implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMillis(500);
  private static final int DISK_EVERY = 10;

  /** A look at thousands of processes takes long; looking takes a tenth of one core at most. */
  private static final int RESTS = 10;

  private static final int MAX_FILES = 200_000;

  private final Set<LocalWorker> workers = ConcurrentHashMap.newKeySet();
  private final Timer.Cancellable ticking;
  private int ticks;
  private long restUntil = System.nanoTime();

  Watchdog(Timer timer) {
    ticking = timer.every(PERIOD, this::look);
  }

  void watch(LocalWorker worker) {
    workers.add(worker);
    worker.onExit(_ -> workers.remove(worker));
  }

  List<LocalWorker> workers() {
    return List.copyOf(workers);
  }

  private void look() {
    if (workers.isEmpty()) {
      return;
    }
    ticks++;
    long began = System.nanoTime();
    if (began - restUntil >= 0) {
      ProcessTable table = ProcessTable.read();
      for (LocalWorker worker : workers) {
        checkMemory(worker, table);
      }
      restUntil = began + (System.nanoTime() - began) * RESTS;
    }
    if (ticks % DISK_EVERY == 0) {
      workers.forEach(Watchdog::checkDisk);
    }
  }

  private static void checkMemory(LocalWorker worker, ProcessTable table) {
    long limit = worker.limits().memoryBytes();
    if (worker.gauge().read(table).residentBytes() <= limit || worker.held()) {
      return;
    }
    // Pages that forks share were counted once for each; the exact figure is dear, so only now.
    long exact = table.tree(worker.pid()).stream().mapToLong(ProcessTable::proportional).sum();
    if (exact > limit) {
      worker.kill(new Exit.OutOfMemory(limit));
    }
  }

  private static void checkDisk(LocalWorker worker) {
    long used = size(worker.workFolder());
    worker.gauge().diskBytes(used);
    if (used > worker.limits().diskBytes()) {
      worker.kill(new Exit.DiskFull(worker.limits().diskBytes()));
    }
  }

  /** Bytes of all files below; an endless number of files counts as endless bytes. */
  static long size(Path folder) {
    long[] bytes = {0};
    int[] files = {0};
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              bytes[0] += attributes.size();
              if (++files[0] > MAX_FILES) {
                bytes[0] = Long.MAX_VALUE;
                return FileVisitResult.TERMINATE;
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              // Removed while we walked.
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      return bytes[0];
    }
    return bytes[0];
  }

  @Override
  public void close() {
    ticking.cancel();
  }
}
