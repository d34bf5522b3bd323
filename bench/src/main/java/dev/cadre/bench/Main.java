package dev.cadre.bench;

import dev.cadre.embedding.BgeEmbedder;
import dev.cadre.model.Model;
import dev.cadre.offline.OfflineModel;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The command line: what to measure, and of what. */
final class Main {
  private static final String USAGE =
      """
      usage: bench WHAT [--url http://127.0.0.1:7070] [--agent-url http://127.0.0.1:8080] ...

        overhead   --arn ARN [--clients 1,50,200] [--requests 20000] [--live 200,1000] [--pid PID]
                   [--proxy-url http://127.0.0.1:8090] [--proxy-pid PID]
        coldstart  [--warm ARN] [--java ARN] [--python ARN] [--node ARN] [--rounds 20]
        streams    --arn ARN [--streams 1000] [--chunks 100] [--pause 20] [--sessions 1000]
        memory     --arn ARN --pid PID [--sessions 0,100,1000]
        inference  [--clients 1,50] [--requests 5000]
        gateway    [--clients 1,16] [--requests 5000]
        bfcl       --data FOLDER [--half second]
        memories   [--requests 4000] [--records 11101,100000]
        recall     --data locomo10.json [--half second]
        turn       [--requests 5000] [--streams 1000] [--chunks 100] [--pause 20]
        support    [--conversations 200] [--turns 3] [--pause 10000]
        agent      serves the agent that overhead and streams want, on PORT
        proxy      serves the least that can stand before that agent, on --port 8090

      --data is BFCL's bfcl_eval/data; of each file the second half is scored, and the first on
      --half first, which is the one to tune on. Of LoCoMo's conversations the second five are the
      result and the first five to tune on. --arn is a runtime of the platform
      at --url; the same agent listens at --agent-url.
      """;

  private final Options options;
  private final PrintStream out;
  private final long run;

  private Main(Options options, PrintStream out, long run) {
    this.options = options;
    this.out = out;
    this.run = run;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 0) {
      System.err.print(USAGE);
      System.exit(2);
    }
    try {
      Options options = Options.parse(args, 1);
      new Main(options, System.out, System.nanoTime() & 0xffff_ffffL).measure(args[0]);
    } catch (IllegalArgumentException misuse) {
      System.err.println(misuse.getMessage());
      System.err.print(USAGE);
      System.exit(2);
    }
  }

  private void measure(String what) throws IOException, InterruptedException {
    switch (what) {
      case "overhead" -> overhead();
      case "coldstart" -> coldStart();
      case "streams" -> streams();
      case "memory" -> memory();
      case "inference" -> inference();
      case "gateway" -> gateway();
      case "bfcl" -> bfcl();
      case "memories" -> memories();
      case "recall" -> recall();
      case "turn" -> turn();
      case "support" ->
          new Support(options.url())
              .print(
                  Math.max(1, options.number("conversations", 200, 10_000)),
                  Math.max(1, options.number("turns", 3, 1_000)),
                  options.number("pause", 10_000, 600_000),
                  out);
      case "agent" -> BenchAgent.serve();
      case "proxy" -> Proxy.start(options.agent(), options.number("port", 8_090, 65_535));
      default -> throw new IllegalArgumentException("'" + what + "' can't be measured");
    }
  }

  private void overhead() throws IOException, InterruptedException {
    int[] clients = options.numbers("clients", "1,50,200", 2_000);
    int requests = options.number("requests", 20_000, 1_000_000);
    int[] live = options.numbers("live", "200", 10_000);
    Target platform = platform();
    List<Overhead.Way> ways = new ArrayList<>();
    ways.add(new Overhead.Way("direct", options.agent(), 0));
    Target proxy = options.proxy();
    if (proxy != null) {
      ways.add(new Overhead.Way("bare proxy", proxy, options.pid("proxy-pid")));
    }
    ways.add(new Overhead.Way("platform", platform, options.pid("pid")));
    Overhead overhead = new Overhead(ways, requests, Math.max(1, live[0]), run);
    new Growth(overhead, new Sessions(platform, run)).print(live, clients, out);
  }

  private void coldStart() throws IOException {
    ColdStart coldStart = new ColdStart(run);
    int rounds = Math.max(1, options.number("rounds", 20, 1_000));
    coldStart.header(out);
    for (String kind : new String[] {"warm", "java", "python", "node"}) {
      String arn = options.find(kind);
      if (arn != null) {
        coldStart.print(kind, options.platform(arn), rounds, out);
      }
    }
  }

  private void streams() throws IOException, InterruptedException {
    int streams = Math.max(1, options.number("streams", 1_000, 10_000));
    int chunks = options.number("chunks", 100, 10_000);
    int pause = options.number("pause", 20, 60_000);
    int sessions = Math.max(1, options.number("sessions", 1_000, 10_000));
    Sessions live = new Sessions(platform(), run);
    live.open(sessions);
    new Streams(streams, chunks, pause, sessions, run).print(options.agent(), platform(), out);
    live.close();
  }

  private void memory() throws IOException, InterruptedException {
    options.need("pid");
    long pid = options.pid("pid");
    int[] sessions = options.numbers("sessions", "0,100,1000", 10_000);
    new Memory(platform(), pid, run).print(sessions, out);
  }

  private void inference() throws IOException, InterruptedException {
    int[] clients = options.numbers("clients", "1,50", 2_000);
    new Inference(Math.max(5, options.number("requests", 5_000, 1_000_000))).print(clients, out);
  }

  private void gateway() throws IOException, InterruptedException {
    int[] clients = options.numbers("clients", "1,16", 2_000);
    int requests = Math.max(1, options.number("requests", 5_000, 1_000_000));
    new Gateways(options.url(), requests).print(clients, out);
  }

  private void memories() throws IOException, InterruptedException {
    int events = Math.max(64, options.number("requests", 4_000, 1_000_000));
    new Memories(events, options.numbers("records", "11101,100000", 2_000_000), out).print();
  }

  private void recall() throws IOException {
    Path file = Path.of(options.need("data"));
    new Recall(firstHalf() ? Locomo.read(file, 1, 5) : Locomo.read(file, 6, 10)).print(out);
  }

  private boolean firstHalf() {
    String half = Objects.requireNonNullElse(options.find("half"), "second");
    if (!half.equals("first") && !half.equals("second")) {
      throw new IllegalArgumentException("--half is first or second, not " + half);
    }
    return half.equals("first");
  }

  private void bfcl() throws IOException, InterruptedException {
    BgeEmbedder embedder = new BgeEmbedder();
    embedder.load();
    Model model = new OfflineModel(embedder, InstantSource.system(), ZoneId.systemDefault());
    new Bfcl(model, Path.of(options.need("data")), firstHalf()).print(out);
  }

  private void turn() throws IOException, InterruptedException {
    int turns = Math.max(1, options.number("requests", 5_000, 1_000_000));
    int streams = Math.max(1, options.number("streams", 1_000, 10_000));
    int chunks = Math.max(1, options.number("chunks", 100, 10_000));
    int pause = options.number("pause", 20, 60_000);
    Turns.print(turns, streams, chunks, pause, out);
  }

  private Target platform() {
    return options.platform(options.need("arn"));
  }
}
