package dev.cadre.worker;

import dev.cadre.fault.Fault;

/**
 * The most that one worker, with all its processes, may use.
 *
 * @param memoryBytes resident memory, 16 MB or more
 * @param cpus cores' worth of time, 0.1 to 64; held only where cgroup v2 is in force
 * @param processes processes and threads, 16 to 4,096
 * @param openFiles of each process, 64 to 65,536
 * @param diskBytes of the work folder, 1 MB or more
 * @param temporaryBytes of {@code /tmp}, which is memory, 1 MB or more
 */
public record Limits(
    long memoryBytes,
    double cpus,
    int processes,
    int openFiles,
    long diskBytes,
    long temporaryBytes) {
  private static final long MB = 1024 * 1024;

  /** 2 GB of memory, 2 cores, 512 processes, 4,096 files, 1 GB of disk, 256 MB of {@code /tmp}. */
  public static final Limits DEFAULT = new Limits(2048 * MB, 2, 512, 4_096, 1024 * MB, 256 * MB);

  public Limits {
    require(memoryBytes >= 16 * MB, "memory", memoryBytes, "16777216 bytes or more");
    require(cpus >= 0.1 && cpus <= 64, "cpus", cpus, "0.1 to 64");
    require(processes >= 16 && processes <= 4_096, "processes", processes, "16 to 4096");
    require(openFiles >= 64 && openFiles <= 65_536, "openFiles", openFiles, "64 to 65536");
    require(diskBytes >= MB, "disk", diskBytes, "1048576 bytes or more");
    require(temporaryBytes >= MB, "temporary", temporaryBytes, "1048576 bytes or more");
  }

  private static void require(boolean holds, String name, Number value, String range) {
    if (!holds) {
      throw new Fault.Invalid("worker limit '" + name + "' is " + value + "; it must be " + range);
    }
  }
}
