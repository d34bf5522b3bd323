package dev.cadre.bench;

import java.io.IOException;
import java.io.PrintStream;

/** An invocation's overhead with few and with many live sessions, beside the direct way. */
final class Growth {
  private final Overhead overhead;
  private final Sessions sessions;

  Growth(Overhead overhead, Sessions sessions) {
    this.overhead = overhead;
    this.sessions = sessions;
  }

  /** A table for each number of live sessions. */
  void print(int[] live, int[] clients, PrintStream out) throws IOException, InterruptedException {
    int widest = 0;
    for (int count : clients) {
      widest = Math.max(widest, count);
    }
    sessions.open(live[0]);
    overhead.warmUp(widest);
    for (int count : live) {
      sessions.open(count);
      out.printf("%nWith %,d live sessions:%n%n", count);
      overhead.print(clients, out);
    }
    sessions.close();
  }
}
