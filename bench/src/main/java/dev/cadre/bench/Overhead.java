package dev.cadre.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The same agent called in several ways, directly first. All are warmed up alike before anything is
 * measured, and take turns in short rounds, so that what else the machine does meets each of them.
 */
final class Overhead {
  private static final String PAYLOAD = "{\"prompt\": \"hello\"}";
  private static final int ROUNDS = 5;

  private final List<Way> ways;
  private final int requests;
  private final int sessions;
  private final long run;

  /**
   * A way to the agent.
   *
   * @param pid of the process that stands between, 0 when there is none or nobody said
   */
  record Way(String name, Target target, long pid) {}

  /**
   * @param ways the first of them is what the others are compared with
   */
  Overhead(List<Way> ways, int requests, int sessions, long run) {
    this.ways = List.copyOf(ways);
    this.requests = requests;
    this.sessions = sessions;
    this.run = run;
  }

  /** What a way took in all its rounds. */
  private static final class Sum {
    private final List<Load.Outcome> rounds = new ArrayList<>();
    private long cpuNanos;

    Load.Outcome outcome() {
      return Load.Outcome.together(rounds);
    }
  }

  /** As many requests as are measured with one number of clients. */
  void warmUp(int clients) throws IOException, InterruptedException {
    for (Way way : ways) {
      measure(way.target(), clients, requests);
    }
  }

  void print(int[] clients, PrintStream out) throws IOException, InterruptedException {
    out.println(
        "| clients | way | p50 | p99 | p50 added | p99 added | requests/s | of direct | CPU |");
    out.println("|---|---|---|---|---|---|---|---|---|");
    for (int count : clients) {
      List<Sum> sums = ways.stream().map(_ -> new Sum()).toList();
      for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < ways.size(); i++) {
          round(ways.get(i), sums.get(i), count);
        }
      }
      Load.Outcome base = sums.getFirst().outcome();
      for (int i = 0; i < ways.size(); i++) {
        row(out, count, ways.get(i), sums.get(i), base);
      }
    }
  }

  private void round(Way way, Sum sum, int clients) throws IOException, InterruptedException {
    long before = way.pid() == 0 ? 0 : Cpu.nanos(way.pid());
    sum.rounds.add(measure(way.target(), clients, requests / ROUNDS));
    sum.cpuNanos += way.pid() == 0 ? 0 : Cpu.nanos(way.pid()) - before;
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

  private static void row(PrintStream out, int clients, Way way, Sum sum, Load.Outcome base) {
    Load.Outcome outcome = sum.outcome();
    out.printf(
        "| %d | %s | %s | %s | %s | %s | %,.0f | %.2f | %s |%n",
        clients,
        way.name(),
        Latencies.millis(outcome.latencies().percentile(50)),
        Latencies.millis(outcome.latencies().percentile(99)),
        Latencies.millis(added(base, outcome, 50)),
        Latencies.millis(added(base, outcome, 99)),
        outcome.perSecond(),
        outcome.perSecond() / base.perSecond(),
        way.pid() == 0 ? "" : sum.cpuNanos / 1_000 / outcome.count() + " us");
  }

  private static long added(Load.Outcome base, Load.Outcome through, double percent) {
    return through.latencies().percentile(percent) - base.latencies().percentile(percent);
  }
}
