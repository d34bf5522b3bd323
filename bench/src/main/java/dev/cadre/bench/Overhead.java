package dev.cadre.bench;

import java.io.IOException;
import java.io.PrintStream;

/**
 * The same agent called directly and through the platform, in turns. For each number of clients,
 * each side is warmed up with a fifth of the requests first.
 */
final class Overhead {
  private static final String PAYLOAD = "{\"prompt\": \"hello\"}";

  private final Target direct;
  private final Target platform;
  private final int requests;
  private final int sessions;
  private final long run;

  Overhead(Target direct, Target platform, int requests, int sessions, long run) {
    this.direct = direct;
    this.platform = platform;
    this.requests = requests;
    this.sessions = sessions;
    this.run = run;
  }

  void print(int[] clients, PrintStream out) throws IOException, InterruptedException {
    out.println("| clients | | p50 | p99 | requests/s |");
    out.println("|---|---|---|---|---|");
    for (int count : clients) {
      measure(direct, count, requests / 5);
      Load.Outcome base = measure(direct, count, requests);
      measure(platform, count, requests / 5);
      Load.Outcome through = measure(platform, count, requests);
      row(out, count, "direct", base);
      row(out, count, "platform", through);
      out.printf(
          "| %d | added, ratio | %s | %s | %.2f |%n",
          count,
          Latencies.millis(added(base, through, 50)),
          Latencies.millis(added(base, through, 99)),
          through.perSecond() / base.perSecond());
    }
  }

  private Load.Outcome measure(Target target, int clients, int total)
      throws IOException, InterruptedException {
    int each = Math.max(1, total / clients);
    return Load.run(
        target,
        clients,
        (number, wire) -> {
          byte[] request = target.invocation(Session.id(run, number % sessions), PAYLOAD);
          long[] nanos = new long[each];
          for (int i = 0; i < each; i++) {
            nanos[i] = wire.exchange(request).requireOk().totalNanos();
          }
          return nanos;
        });
  }

  private static long added(Load.Outcome base, Load.Outcome through, double percent) {
    return through.latencies().percentile(percent) - base.latencies().percentile(percent);
  }

  private static void row(PrintStream out, int clients, String name, Load.Outcome outcome) {
    out.printf(
        "| %d | %s | %s | %s | %,.0f |%n",
        clients,
        name,
        Latencies.millis(outcome.latencies().percentile(50)),
        Latencies.millis(outcome.latencies().percentile(99)),
        outcome.perSecond());
  }
}
