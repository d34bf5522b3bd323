package dev.cadre.bench;

import dev.cadre.model.Model;
import dev.cadre.model.Reply;
import dev.cadre.model.ReplySink;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The Berkeley Function Calling Leaderboard's single-turn categories, scored by AST match. The
 * first half of each file is what the offline model was tuned on; only the second half is a result.
 */
final class Bfcl {
  private static final List<String> CATEGORIES =
      List.of(
          "simple_python",
          "multiple",
          "parallel",
          "parallel_multiple",
          "irrelevance",
          "live_simple",
          "live_multiple",
          "live_parallel",
          "live_parallel_multiple",
          "live_relevance",
          "live_irrelevance");

  private final Model model;
  private final Path folder;
  private final boolean tuning;

  /**
   * @param tuning scores the first half of each file in place of the second
   */
  Bfcl(Model model, Path folder, boolean tuning) {
    this.model = model;
    this.folder = folder;
    this.tuning = tuning;
  }

  void print(PrintStream out) throws IOException, InterruptedException {
    out.println("| category | cases | right | score | p50 of a turn | p99 |");
    out.println("|---|---|---|---|---|---|");
    for (String category : CATEGORIES) {
      if (Files.exists(folder.resolve("BFCL_v4_" + category + ".json"))) {
        print(category, half(BfclCase.read(folder, category)), out);
      }
    }
  }

  List<BfclCase> half(List<BfclCase> cases) {
    int middle = cases.size() / 2;
    return tuning ? cases.subList(0, middle) : cases.subList(middle, cases.size());
  }

  private void print(String category, List<BfclCase> cases, PrintStream out)
      throws InterruptedException {
    long[] nanos = new long[cases.size()];
    int right = 0;
    for (int i = 0; i < cases.size(); i++) {
      long start = System.nanoTime();
      Reply reply = model.reply(cases.get(i).request(), ReplySink.NONE);
      nanos[i] = System.nanoTime() - start;
      right += solved(category, cases.get(i), reply) ? 1 : 0;
    }
    Latencies latencies = Latencies.of(nanos);
    out.printf(
        Locale.ROOT,
        "| %s | %d | %d | %.1f %% | %s | %s |%n",
        category,
        cases.size(),
        right,
        100.0 * right / cases.size(),
        Latencies.millis(latencies.percentile(50)),
        Latencies.millis(latencies.percentile(99)));
  }

  /** Of relevance nothing but a call is asked. */
  private static boolean solved(String category, BfclCase question, Reply reply) {
    return category.equals("live_relevance")
        ? !reply.toolCalls().isEmpty()
        : question.solvedBy(reply);
  }
}
