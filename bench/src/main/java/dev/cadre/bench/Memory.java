package dev.cadre.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The resident memory of the platform's own process as sessions are opened. */
final class Memory {
  private final Target platform;
  private final long pid;
  private final long run;

  Memory(Target platform, long pid, long run) {
    this.platform = platform;
    this.pid = pid;
    this.run = run;
  }

  void print(int[] sessions, PrintStream out) throws IOException, InterruptedException {
    out.println("| sessions | resident | of it not shared with files |");
    out.println("|---|---|---|");
    Sessions live = new Sessions(platform, run);
    for (int count : sessions) {
      live.open(count);
      row(count, out);
    }
    live.close();
  }

  private void row(int count, PrintStream out) throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    out.printf("| %,d | %s | %s |%n", count, field(status, "VmRSS"), field(status, "RssAnon"));
  }

  static String field(Path status, String name) throws IOException {
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith(name + ":")) {
        String kilobytes = line.substring(name.length() + 1).replace("kB", "").strip();
        return Math.round(Long.parseLong(kilobytes) / 1024.0) + " MB";
      }
    }
    throw new IOException(status + " has no " + name);
  }
}
