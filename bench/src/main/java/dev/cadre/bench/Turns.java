package dev.cadre.bench;

import dev.cadre.harness.AgentDefinition;
import dev.cadre.harness.AgentDefinition.History;
import dev.cadre.harness.AgentDefinition.Limits;
import dev.cadre.harness.AgentDefinition.MemoryUse;
import dev.cadre.harness.AgentDefinition.Source;
import dev.cadre.harness.AgentDefinition.ToolUse;
import dev.cadre.harness.ConversationId;
import dev.cadre.harness.HarnessFeature;
import dev.cadre.harness.TurnEvent;
import dev.cadre.harness.TurnInput;
import dev.cadre.harness.TurnRequest;
import dev.cadre.id.IdSource;
import dev.cadre.model.Caller;
import dev.cadre.model.Content;
import dev.cadre.model.Sampling;
import dev.cadre.store.Database;
import dev.cadre.store.EmbeddedPostgres;
import dev.cadre.store.Migrations;
import dev.cadre.store.PostgresConfig;
import dev.cadre.time.SystemTimer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Turns of declared agents in this process, with a model that answers at once: what is left is the
 * loop and the journal, on an embedded PostgreSQL that keeps its word on every commit.
 */
final class Turns {
  private static final int CONNECTIONS = 16;

  private final HarnessFeature harness;
  private final InstantModel model;

  /** Whether specialists call a tool of their own. */
  private final AtomicBoolean calling;

  private final PrintStream out;

  private Turns(
      HarnessFeature harness, InstantModel model, AtomicBoolean calling, PrintStream out) {
    this.harness = harness;
    this.model = model;
    this.calling = calling;
    this.out = out;
  }

  static void print(int turns, int streams, int chunks, int pause, PrintStream out)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("cadre-bench-turn");
    InstantSource clock = InstantSource.system();
    InstantModel model = new InstantModel();
    AtomicReference<dev.cadre.harness.Turns> known = new AtomicReference<>();
    AtomicBoolean calling = new AtomicBoolean();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(clock, PostgresConfig.in(folder));
        Database database =
            Database.open(postgres.url(), postgres.user(), postgres.password(), CONNECTIONS);
        SystemTimer timer = new SystemTimer()) {
      Migrations.migrate(database);
      try (HttpClient http = HttpClient.newHttpClient();
          HarnessFeature harness =
              HarnessFeature.of(
                  database,
                  new HarnessFeature.Reach(
                      model,
                      List.of(),
                      source -> Supervising.tools(source, known::get, calling.get()),
                      new NoMemory(),
                      http),
                  new HarnessFeature.Running(
                      clock,
                      timer,
                      new IdSource(new SecureRandom()),
                      OpenTelemetry.noop().getTracer("bench"),
                      "bench"))) {
        known.set(harness.turns());
        new Turns(harness, model, calling, out).measure(turns, streams, chunks, pause);
      }
    }
  }

  private void measure(int turns, int streams, int chunks, int pause) throws InterruptedException {
    out.println("| a turn without its model | p50 | p99 | turns/s |");
    out.println("|---|---|---|---|");
    row("an answer, one at a time", turns, 1, agent(false));
    row("a tool and an answer, one at a time", turns, 1, agent(true));
    row("an answer, 64 at a time", turns, 64, agent(false));
    row("a supervisor and two specialists, one at a time", turns, 1, Supervising.supervisor());
    calling.set(true);
    row("the same, each with a tool", turns, 1, Supervising.supervisor());
    streams(streams, chunks, pause);
  }

  private void row(String name, int turns, int together, AgentDefinition agent)
      throws InterruptedException {
    model.streams(1, 0);
    run("warm" + name, Math.max(together, turns / 5), together, agent);
    long began = System.nanoTime();
    long[] nanos = run(name, turns, together, agent);
    double seconds = (System.nanoTime() - began) / 1e9;
    Latencies latencies = Latencies.of(nanos);
    out.printf(
        "| %s | %s | %s | %,.0f |%n",
        name,
        Latencies.millis(latencies.percentile(50)),
        Latencies.millis(latencies.percentile(99)),
        nanos.length / seconds);
  }

  /** Each turn is the first of a session. */
  private long[] run(String name, int turns, int together, AgentDefinition agent)
      throws InterruptedException {
    int each = Math.max(1, turns / together);
    long[] nanos = new long[each * together];
    together(
        together,
        client -> {
          for (int i = 0; i < each; i++) {
            int number = client * each + i;
            long began = System.nanoTime();
            turn(name + number, agent, new AtomicInteger());
            nanos[number] = System.nanoTime() - began;
          }
        });
    return nanos;
  }

  private void streams(int streams, int chunks, int pause) throws InterruptedException {
    model.streams(chunks, pause);
    AtomicInteger events = new AtomicInteger();
    long[] nanos = new long[streams];
    together(
        streams,
        client -> {
          long began = System.nanoTime();
          turn("stream" + client, agent(false), events);
          nanos[client] = System.nanoTime() - began;
        });
    Latencies latencies = Latencies.of(nanos);
    long alone = (long) chunks * pause * 1_000_000;
    out.printf(
        "%n%,d streamed turns at once, of %d deltas %d ms apart (%s alone): p50 %s, p99 %s, %,d"
            + " deltas shown%n",
        streams,
        chunks,
        pause,
        Latencies.millis(alone),
        Latencies.millis(latencies.percentile(50)),
        Latencies.millis(latencies.percentile(99)),
        events.get());
  }

  private void turn(String session, AgentDefinition agent, AtomicInteger deltas)
      throws InterruptedException {
    TurnEvent last =
        harness
            .turns()
            .run(
                new TurnRequest(
                    agent,
                    new ConversationId("bench", session),
                    new TurnInput.Said(List.of(new Content.Text("hello"))),
                    new Caller("bench", "bench", session, Context.root()),
                    true),
                event -> {
                  if (event instanceof TurnEvent.Text) {
                    deltas.incrementAndGet();
                  }
                });
    if (!(last instanceof TurnEvent.Ended(TurnEvent.Outcome.Answer _, _, _))) {
      throw new IllegalStateException("no answer but " + last);
    }
  }

  private static AgentDefinition agent(boolean tool) {
    return new AgentDefinition(
        "bench",
        "",
        "Answer.",
        "default",
        Sampling.DEFAULT,
        tool ? List.of(new ToolUse(new Source.BuiltIn("calculator"))) : List.of(),
        History.WINDOW,
        new MemoryUse.Session(),
        new Limits(25, 1_000_000, Duration.ofMinutes(15), Duration.ofMinutes(2), null),
        null,
        List.of(),
        null);
  }

  /** Work of one of several clients. */
  private interface Client {
    void run(int number) throws InterruptedException;
  }

  private static void together(int clients, Client client) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(clients);
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < clients; i++) {
      int number = i;
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  client.run(number);
                } catch (InterruptedException | RuntimeException e) {
                  failures.add(e);
                } finally {
                  done.countDown();
                }
              });
    }
    done.await();
    Throwable failed = failures.peek();
    if (failed != null) {
      throw new IllegalStateException("a turn failed", failed);
    }
  }
}
