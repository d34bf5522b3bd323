package dev.cadre.bench;

import java.io.IOException;
import java.io.PrintStream;

/** The first answer of a session that did not exist, for agents of several kinds, in turns. */
final class ColdStart {
  private final long run;

  ColdStart(long run) {
    this.run = run;
  }

  void header(PrintStream out) {
    out.println("| agent | rounds | first answer p50 | p99 | max | second answer p50 |");
    out.println("|---|---|---|---|---|---|");
  }

  /** One row: each round is a session of its own, which is stopped after two answers. */
  void print(String name, Target platform, int rounds, PrintStream out) throws IOException {
    long[] first = new long[rounds];
    long[] second = new long[rounds];
    for (int i = 0; i < rounds; i++) {
      String session = Session.id(run + name.hashCode(), i);
      byte[] request = platform.invocation(session, "{\"prompt\": \"hello\"}");
      try (Wire wire = new Wire(platform)) {
        first[i] = wire.exchange(request).requireOk().totalNanos();
        second[i] = wire.exchange(request).requireOk().totalNanos();
        wire.exchange(platform.stopSession(session)).requireOk();
      }
    }
    Latencies cold = Latencies.of(first);
    out.printf(
        "| %s | %d | %s | %s | %s | %s |%n",
        name,
        rounds,
        Latencies.millis(cold.percentile(50)),
        Latencies.millis(cold.percentile(99)),
        Latencies.millis(cold.percentile(100)),
        Latencies.millis(Latencies.of(second).percentile(50)));
  }
}
