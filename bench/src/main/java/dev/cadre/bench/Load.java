package dev.cadre.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Clients that each send their next request when the last one is answered. */
final class Load {
  private Load() {}

  /** One client's work, after all have connected. */
  interface Client {
    long[] run(int number, Wire wire) throws IOException;
  }

  /** What all clients measured together, in all the time they took. */
  record Outcome(Latencies latencies, int count, long nanos) {
    /** Runs one after the other as if they were one. */
    static Outcome together(List<Outcome> runs) {
      Latencies all = Latencies.together(runs.stream().map(Outcome::latencies).toList());
      int count = runs.stream().mapToInt(Outcome::count).sum();
      return new Outcome(all, count, runs.stream().mapToLong(Outcome::nanos).sum());
    }

    double perSecond() {
      return count * 1e9 / nanos;
    }
  }

  /** Runs the clients side by side; the first failure fails the run. */
  static Outcome run(Target target, int clients, Client client)
      throws IOException, InterruptedException {
    CountDownLatch connected = new CountDownLatch(clients);
    CountDownLatch go = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<long[]>> results = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        int number = i;
        results.add(
            threads.submit(
                () -> {
                  try (Wire wire = connect(target, connected)) {
                    go.await();
                    return client.run(number, wire);
                  }
                }));
      }
      connected.await();
      long start = System.nanoTime();
      go.countDown();
      List<long[]> measured = new ArrayList<>();
      for (Future<long[]> result : results) {
        measured.add(take(result));
      }
      long nanos = System.nanoTime() - start;
      long[] all = measured.stream().flatMapToLong(java.util.Arrays::stream).toArray();
      return new Outcome(Latencies.of(all), all.length, nanos);
    }
  }

  private static Wire connect(Target target, CountDownLatch connected) throws IOException {
    try {
      return new Wire(target);
    } finally {
      connected.countDown();
    }
  }

  private static long[] take(Future<long[]> result) throws IOException, InterruptedException {
    try {
      return result.get();
    } catch (ExecutionException failure) {
      throw new IOException("a client failed: " + failure.getCause(), failure);
    }
  }
}
