package dev.cadre.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The kernel's own accounting: one group for each worker, below a folder that the platform may
 * write. A group's memory, processes and CPU time are limited together, however many processes the
 * worker starts.
 */
final class CgroupV2 {
  private static final int PERIOD_MICROS = 100_000;

  private final Path workers;

  private CgroupV2(Path workers) {
    this.workers = workers;
  }

  /**
   * @param mount usually {@code /sys/fs/cgroup}
   * @param self the platform's line of {@code /proc/self/cgroup}, such as {@code 0::/cadre.service}
   * @return empty when the hierarchy is not version 2, is read-only, or lacks a controller
   */
  static Optional<CgroupV2> find(Path mount, String self, long pid) {
    if (!self.startsWith("0::/") || !Files.exists(mount.resolve("cgroup.controllers"))) {
      return Optional.empty();
    }
    Path own = mount.resolve(self.strip().substring("0::/".length()));
    try {
      String controllers = Files.readString(own.resolve("cgroup.controllers"));
      if (!controllers.contains("memory")
          || !controllers.contains("pids")
          || !controllers.contains("cpu")) {
        return Optional.empty();
      }
      // A group with processes of its own may not pass controllers on: the platform steps aside.
      Path platform = Files.createDirectories(own.resolve("platform"));
      Files.writeString(platform.resolve("cgroup.procs"), Long.toString(pid));
      Files.writeString(own.resolve("cgroup.subtree_control"), "+memory +pids +cpu");
      Path workers = Files.createDirectories(own.resolve("workers"));
      Files.writeString(workers.resolve("cgroup.subtree_control"), "+memory +pids +cpu");
      return Optional.of(new CgroupV2(workers));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A group with its limits, before its first process. */
  Group create(String workerId, Limits limits) throws IOException {
    Path folder = Files.createDirectories(workers.resolve(workerId));
    Files.writeString(folder.resolve("memory.max"), Long.toString(limits.memoryBytes()));
    Files.writeString(folder.resolve("memory.swap.max"), "0");
    Files.writeString(folder.resolve("memory.oom.group"), "1");
    Files.writeString(folder.resolve("pids.max"), Integer.toString(limits.processes()));
    long quota = Math.round(limits.cpus() * PERIOD_MICROS);
    Files.writeString(folder.resolve("cpu.max"), quota + " " + PERIOD_MICROS);
    return new Group(folder);
  }

  /** One worker's group. */
  record Group(Path folder) {

    void add(long pid) throws IOException {
      Files.writeString(folder.resolve("cgroup.procs"), Long.toString(pid));
    }

    /** Whether the kernel killed it for its memory. */
    boolean outOfMemory() {
      try {
        return Files.readAllLines(folder.resolve("memory.events")).stream()
            .anyMatch(line -> line.startsWith("oom_kill ") && !line.equals("oom_kill 0"));
      } catch (IOException e) {
        return false;
      }
    }

    /** Removes the group; its processes are gone. */
    void remove() {
      try {
        Files.deleteIfExists(folder);
      } catch (IOException e) {
        // A process is still being reaped; an empty group costs nothing and the id is not reused.
        return;
      }
    }
  }
}
