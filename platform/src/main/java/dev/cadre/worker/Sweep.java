package dev.cadre.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Ends processes that outlived whoever should have ended them. */
final class Sweep {
  private static final int WAITS = 2_000;
  private static final long WAIT_NANOS = 1_000_000;

  private final LauncherFiles files;
  private final @Nullable Path filter;

  /**
   * @param filter the system call filter that sandboxes here are made with; null when there is none
   */
  Sweep(LauncherFiles files, @Nullable Path filter) {
    this.files = files;
    this.filter = filter;
  }

  /** See {@link WorkerLauncher#sweep}. */
  int run() throws IOException {
    int killed = 0;
    for (LauncherFiles.Left left : files.left()) {
      Optional<ProcessTable.Entry> outer = ProcessTable.entry(left.pid());
      // The same number and the same start: the same process.
      if (outer.isPresent() && outer.get().started() == left.started()) {
        ProcessHandle.of(left.inner()).ifPresent(ProcessHandle::destroyForcibly);
        ProcessHandle.of(left.pid()).ifPresent(Sweep::killTree);
        awaitEnd(left.pid());
        killed++;
      } else if (killOrphans(left)) {
        killed++;
      }
      LauncherFiles.remove(left.folder());
    }
    return killed + killUnfinished();
  }

  /**
   * Bubblewrap that was killed while it made a sandbox leaves the sandbox's first process waiting
   * for it, for ever. Nothing of this platform runs yet: whoever has its filter open is such a one.
   */
  private int killUnfinished() {
    if (filter == null) {
      return 0;
    }
    int killed = 0;
    for (ProcessTable.Entry entry : ProcessTable.read().having(filter, Bubblewrap.FILTER)) {
      if (ProcessHandle.of(entry.pid()).map(ProcessHandle::destroyForcibly).orElse(false)) {
        killed++;
      }
    }
    return killed;
  }

  /** Children of a plain worker that died with the platform carry its number as their session. */
  private static boolean killOrphans(LauncherFiles.Left left) {
    boolean found = false;
    if (left.pid() > 0 && ProcessTable.entry(left.pid()).isEmpty()) {
      for (ProcessTable.Entry entry : ProcessTable.read().ofSession(left.pid())) {
        found |= ProcessHandle.of(entry.pid()).map(ProcessHandle::destroyForcibly).orElse(false);
      }
    }
    return found;
  }

  static void killTree(ProcessHandle root) {
    var below = root.descendants().toList();
    root.destroyForcibly();
    below.forEach(ProcessHandle::destroyForcibly);
    killSession(root.pid());
  }

  /** Kills what a process without a sandbox left in its session; nothing where none was made. */
  static void killSession(long session) {
    for (ProcessTable.Entry entry : ProcessTable.read().ofSession(session)) {
      ProcessHandle.of(entry.pid()).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /**
   * A zombie is not alive: the first process of a sandbox is one until the host's init notices it,
   * and was the last of its processes to die.
   */
  private static boolean alive(long pid) {
    return ProcessHandle.of(pid).isPresent()
        && ProcessTable.entry(pid).map(entry -> !entry.zombie()).orElse(true);
  }

  /** Waits until a killed process is gone, 2 s at most. */
  static void awaitEnd(long pid) {
    for (int i = 0; i < WAITS && alive(pid); i++) {
      LockSupport.parkNanos(WAIT_NANOS);
    }
  }
}
