package dev.cadre.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many streams at once, each of numbered chunks, so that a lost, doubled or reordered one is seen.
 * They need an agent that answers {@code {"chunks": n, "pause": ms}}, as {@link BenchAgent} does.
 */
final class Streams {
  private final int streams;
  private final int chunks;
  private final int pauseMillis;
  private final int sessions;
  private final long run;

  Streams(int streams, int chunks, int pauseMillis, int sessions, long run) {
    this.streams = streams;
    this.chunks = chunks;
    this.pauseMillis = pauseMillis;
    this.sessions = sessions;
    this.run = run;
  }

  void print(Target direct, Target platform, PrintStream out)
      throws IOException, InterruptedException {
    out.printf("%,d streams at once, of %d chunks, %d ms apart%n%n", streams, chunks, pauseMillis);
    out.println("| | first byte p50 | p99 | whole run | chunks lost or out of order |");
    out.println("|---|---|---|---|---|");
    Load.Outcome base = row(direct, out);
    Load.Outcome through = row(platform, out);
    out.printf(
        "| added | %s | %s | %s | |%n",
        Latencies.millis(through.latencies().percentile(50) - base.latencies().percentile(50)),
        Latencies.millis(through.latencies().percentile(99) - base.latencies().percentile(99)),
        Latencies.millis(through.nanos() - base.nanos()));
  }

  private Load.Outcome row(Target target, PrintStream out)
      throws IOException, InterruptedException {
    AtomicInteger wrong = new AtomicInteger();
    String payload = "{\"chunks\": " + chunks + ", \"pause\": " + pauseMillis + "}";
    Load.Outcome outcome =
        Load.run(
            target,
            streams,
            (number, wire) -> {
              byte[] request = target.invocation(Session.id(run, number % sessions), payload);
              Wire.Answer answer = wire.exchange(request).requireOk();
              wrong.addAndGet(faults(answer.body(), chunks));
              return new long[] {answer.firstByteNanos()};
            });
    out.printf(
        "| %s | %s | %s | %s | %d |%n",
        target.name(),
        Latencies.millis(outcome.latencies().percentile(50)),
        Latencies.millis(outcome.latencies().percentile(99)),
        Latencies.millis(outcome.nanos()),
        wrong.get());
    return outcome;
  }

  /** How many of the chunks 0, 1, 2... are not where they belong, and how many are too many. */
  static int faults(String body, int chunks) {
    String[] events = body.isEmpty() ? new String[0] : body.split("\n\n", -1);
    int seen = Math.max(0, events.length - 1); // behind the last blank line nothing should stand
    int faults = Math.abs(chunks - seen) + (events.length > 0 && !events[seen].isEmpty() ? 1 : 0);
    for (int i = 0; i < Math.min(seen, chunks); i++) {
      faults += events[i].equals("data: " + i) ? 0 : 1;
    }
    return faults;
  }
}
