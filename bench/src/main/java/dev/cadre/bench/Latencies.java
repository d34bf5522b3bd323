package dev.cadre.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Durations, sorted. Percentiles are the nearest rank's, so each is a duration that was measured.
 */
final class Latencies {
  private final long[] nanos;

  private Latencies(long[] sorted) {
    this.nanos = sorted;
  }

  /** Of at least one duration. */
  static Latencies of(long[] nanos) {
    if (nanos.length == 0) {
      throw new IllegalArgumentException("nothing was measured");
    }
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Latencies(sorted);
  }

  static Latencies together(List<Latencies> parts) {
    return of(parts.stream().flatMapToLong(part -> Arrays.stream(part.nanos)).toArray());
  }

  /**
   * The nearest rank's duration.
   *
   * @param percent over 0, to 100
   */
  long percentile(double percent) {
    int rank = (int) Math.ceil(percent / 100 * nanos.length);
    return nanos[Math.max(rank, 1) - 1];
  }

  static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.2f ms", nanos / 1e6);
  }
}
