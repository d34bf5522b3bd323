package dev.cadre.offline;

import dev.cadre.embedding.Embedder;
import dev.cadre.offline.Filler.Filling;
import dev.cadre.offline.Ranker.Ranked;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Decides which tools a request wants called, and with what. */
final class Planner {
  private static final double THRESHOLD = 2.6;

  private final Embedder embedder;
  private final Filler filler;

  Planner(Embedder embedder, LocalDate today) {
    this.embedder = embedder;
    this.filler = new Filler(today);
  }

  /** A call that a request wants, complete or not. */
  record Call(Tool tool, Arguments arguments) {}

  List<Call> plan(List<Tool> tools, String request) {
    List<Ranked> ranked = new Ranker(embedder, tools).rank(request);
    if (ranked.isEmpty() || ranked.getFirst().score() < THRESHOLD) {
      return List.of();
    }
    Tool tool = ranked.getFirst().tool();
    Filling filling = filler.fill(tool, Text.of(request), true);
    List<Call> calls = new ArrayList<>();
    filling.calls().forEach(call -> calls.add(new Call(tool, new Arguments(tool.slots(), call))));
    return calls;
  }
}
