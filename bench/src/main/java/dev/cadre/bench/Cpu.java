package dev.cadre.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The processor time a process has used, in all its threads. Linux. */
final class Cpu {
  /** Linux counts it in hundredths of a second wherever the JDK runs. */
  private static final long TICK_NANOS = 10_000_000;

  private static final int USER = 11;
  private static final int SYSTEM = 12;

  private Cpu() {}

  static long nanos(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    // The name stands in parentheses and may hold spaces.
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    return (Long.parseLong(fields.get(USER)) + Long.parseLong(fields.get(SYSTEM))) * TICK_NANOS;
  }
}
