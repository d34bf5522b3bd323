package dev.cadre.worker;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All processes of the host at one moment, from {@code /proc}. Empty where there is none. */
final class ProcessTable {
  private static final Path PROC = Path.of("/proc");
  private static final int PAGE = 4096;
  private static final int STAT_BYTES = 1024;

  /**
   * One process. {@code started} and {@code ticks} (its own and its dead children's time) are in
   * hundredths of a second, the first since boot.
   */
  record Entry(
      long pid, char state, long parent, long session, long ticks, long started, long resident) {

    /** Dead, and not yet missed by its parent. */
    boolean zombie() {
      return state == 'Z' || state == 'X';
    }
  }

  private final Map<Long, Entry> byPid = new HashMap<>();
  private final Map<Long, List<Entry>> byParent = new HashMap<>();

  private ProcessTable() {}

  static ProcessTable read() {
    ProcessTable table = new ProcessTable();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path folder : folders) {
        entry(folder).ifPresent(table::add);
      }
    } catch (IOException e) {
      // No /proc here (macOS): nothing is known of any process.
      return table;
    }
    return table;
  }

  /** The one child of a process with one thread, such as a sandbox's first process. */
  static Optional<Long> onlyChild(long pid) {
    try {
      String children = Files.readString(PROC.resolve(pid + "/task/" + pid + "/children")).strip();
      return Optional.of(Long.parseLong(children));
    } catch (IOException | NumberFormatException e) {
      // A kernel without this file: look at all processes.
      return read().tree(pid).stream().skip(1).findFirst().map(Entry::pid);
    }
  }

  static Optional<Entry> entry(long pid) {
    return entry(PROC.resolve(Long.toString(pid)));
  }

  private static Optional<Entry> entry(Path folder) {
    try {
      String stat;
      // Twice as fast as Files.readString, and read for every process of the host.
      try (FileInputStream in = new FileInputStream(folder + "/stat")) {
        byte[] bytes = new byte[STAT_BYTES];
        stat = new String(bytes, 0, Math.max(0, in.read(bytes)), StandardCharsets.ISO_8859_1);
      }
      // The name, in parentheses, may itself hold blanks and parentheses.
      String[] field = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = 0;
      for (int i = 11; i <= 14; i++) {
        ticks += Long.parseLong(field[i]);
      }
      return Optional.of(
          new Entry(
              Long.parseLong(folder.getFileName().toString()),
              field[0].charAt(0),
              Long.parseLong(field[1]),
              Long.parseLong(field[3]),
              ticks,
              Long.parseLong(field[19]),
              Long.parseLong(field[21]) * PAGE));
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      // It ended while we looked.
      return Optional.empty();
    }
  }

  private void add(Entry entry) {
    byPid.put(entry.pid(), entry);
    byParent.computeIfAbsent(entry.parent(), _ -> new ArrayList<>()).add(entry);
  }

  /** Those that have {@code file} open as this descriptor. */
  List<Entry> having(Path file, int descriptor) {
    return byPid.values().stream()
        .filter(entry -> opened(entry.pid(), descriptor).equals(file.toString()))
        .toList();
  }

  private static String opened(long pid, int descriptor) {
    try {
      return Files.readSymbolicLink(PROC.resolve(pid + "/fd/" + descriptor)).toString();
    } catch (IOException e) {
      // Not open, or another user's.
      return "";
    }
  }

  /** The process and all below it. */
  List<Entry> tree(long root) {
    List<Entry> found = new ArrayList<>();
    ArrayDeque<Entry> open = new ArrayDeque<>();
    Entry first = byPid.get(root);
    if (first != null) {
      open.add(first);
    }
    while (!open.isEmpty()) {
      Entry next = open.poll();
      found.add(next);
      open.addAll(byParent.getOrDefault(next.pid(), List.of()));
    }
    return found;
  }

  List<Entry> ofSession(long session) {
    return byPid.values().stream().filter(entry -> entry.session() == session).toList();
  }

  /** Memory with shared pages split among their users; what {@link Entry#resident} overstates. */
  static long proportional(Entry entry) {
    try {
      for (String line : Files.readAllLines(PROC.resolve(entry.pid() + "/smaps_rollup"))) {
        if (line.startsWith("Pss:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
        }
      }
    } catch (IOException e) {
      return entry.resident();
    }
    return entry.resident();
  }
}
