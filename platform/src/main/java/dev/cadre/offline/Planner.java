package dev.cadre.offline;

import dev.cadre.embedding.Embedder;
import dev.cadre.offline.Ranker.Ranked;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Decides which tools a request wants called, and with what. */
final class Planner {
  /** Below it no tool fits: tuned on the first half of BFCL's files. */
  private static final double THRESHOLD = 2.6;

  private static final double OWN = 2.5;
  private static final double MARGIN = 0.1;

  private final Embedder embedder;
  private final Filler filler;

  Planner(Embedder embedder, LocalDate today) {
    this.embedder = embedder;
    this.filler = new Filler(today);
  }

  /** A call that a request wants, complete or not. */
  record Call(Tool tool, Arguments arguments) {}

  /** Part of a request and the tool that it asks for. */
  private record Part(Tool tool, String text) {}

  List<Call> plan(List<Tool> tools, String request) {
    Ranker ranker = new Ranker(embedder, tools);
    List<Ranked> ranked = ranker.rank(request);
    if (ranked.isEmpty() || ranked.getFirst().score() < THRESHOLD) {
      return List.of();
    }
    List<Part> parts = tools.size() == 1 ? List.of(new Part(tools.getFirst(), request)) : parts(ranker, ranked, request);
    List<Call> calls = new ArrayList<>();
    for (Part part : parts) {
      calls.addAll(calls(part, request, parts.size() == 1));
    }
    return List.copyOf(calls);
  }

  /** Divides the request where another tool is asked for; clauses without a tool belong to the one before. */
  private static List<Part> parts(Ranker ranker, List<Ranked> whole, String request) {
    List<Integer> starts = Clauses.starts(request);
    Tool best = whole.getFirst().tool();
    List<Part> parts = new ArrayList<>();
    int from = 0;
    Tool current = null;
    for (int i = 0; i < starts.size(); i++) {
      int end = i + 1 < starts.size() ? starts.get(i + 1) : request.length();
      Tool tool = asked(ranker.rank(request.substring(starts.get(i), end)));
      if (tool == null || tool == current) {
        continue;
      }
      if (current != null) {
        parts.add(new Part(current, request.substring(from, starts.get(i))));
        from = starts.get(i);
      }
      current = tool;
    }
    parts.add(new Part(current == null ? best : current, request.substring(from)));
    return parts.size() == 1 ? List.of(new Part(best, request)) : parts;
  }

  private static @org.jspecify.annotations.Nullable Tool asked(List<Ranked> ranked) {
    Ranked first = ranked.getFirst();
    boolean clear = ranked.size() == 1 || first.score() - ranked.get(1).score() > MARGIN;
    return first.score() >= OWN && clear ? first.tool() : null;
  }

  private List<Call> calls(Part part, String request, boolean alone) {
    List<Slot> slots = part.tool().slots();
    List<Map<Integer, JsonNode>> filled = filler.fill(part.tool(), Text.of(part.text()), true).calls();
    List<Call> calls = new ArrayList<>();
    for (Map<Integer, JsonNode> call : filled) {
      Arguments arguments = new Arguments(slots, call);
      if (!alone && !arguments.missing().isEmpty()) {
        Map<Integer, JsonNode> completed = new HashMap<>(filler.fill(part.tool(), Text.of(request), false).calls().getFirst());
        completed.keySet().removeIf(slot -> !slots.get(slot).required());
        completed.putAll(call);
        arguments = new Arguments(slots, completed);
      }
      calls.add(new Call(part.tool(), arguments));
    }
    return calls;
  }
}
