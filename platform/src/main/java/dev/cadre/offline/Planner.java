package dev.cadre.offline;

import dev.cadre.embedding.Embedder;
import dev.cadre.offline.Ranker.Ranked;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Decides which tools a request wants called, and with what. */
final class Planner {
  /** Below it no tool fits: tuned on the first half of BFCL's files. */
  private static final double THRESHOLD = 2.3;

  private static final double OWN = 2.5;
  private static final double MARGIN = 0.1;
  private static final double NEARLY = 0.3;
  private static final double FILLED = 0.1;
  private static final double LACKING = 0.15;
  private static final double FARTHER = 0.8;
  private static final int SEVERAL = 4;

  private final Embedder embedder;
  private final Filler filler;

  Planner(Embedder embedder, Filler filler) {
    this.embedder = embedder;
    this.filler = filler;
  }

  /** A call that a request wants, complete or not. */
  record Call(Tool tool, Map<Integer, JsonNode> filled, Arguments arguments) {

    static Call of(Tool tool, Map<Integer, JsonNode> filled) {
      return new Call(tool, Map.copyOf(filled), new Arguments(tool.slots(), filled));
    }
  }

  /** Part of a request and the tool that it asks for. */
  private record Part(Tool tool, String text) {}

  /**
   * @param beside words for what stands beside the request; they rank and fill nothing
   * @param forced whether some tool must be called, however little it fits
   */
  List<Call> plan(List<Tool> tools, String request, String beside, boolean forced) {
    Optional<Call> statement = Statement.in(request, tools);
    if (statement.isPresent()) {
      return List.of(statement.get());
    }
    Ranker ranker = new Ranker(embedder, tools);
    List<Ranked> ranked = ranker.rank(beside.isEmpty() ? request : request + " " + beside);
    if (!forced && (ranked.isEmpty() || ranked.getFirst().score() < THRESHOLD)) {
      ranked = otherwise(ranker, tools, request);
    }
    if (ranked.isEmpty()) {
      return List.of();
    }
    ranked =
        beside.isEmpty() ? fitting(ranked, request) : asking(fitting(ranked, request), request);
    List<Part> parts =
        tools.size() == 1
            ? List.of(new Part(tools.getFirst(), request))
            : parts(ranker, ranked, request);
    List<Call> calls = new ArrayList<>();
    for (Part part : parts) {
      calls.addAll(calls(part, request, parts.size() == 1));
    }
    return List.copyOf(calls);
  }

  /** What no tool is near to, read once more by its question word, and by what it names. */
  private static List<Ranked> otherwise(Ranker ranker, List<Tool> tools, String request) {
    if (tools.size() < SEVERAL || Names.in(Text.of(request)).isEmpty()) {
      return open(ranker, tools, request);
    }
    List<Ranked> ranked = ranker.rank(request + " " + Wanted.meant(request));
    return ranked.getFirst().score() < THRESHOLD ? open(ranker, tools, request) : ranked;
  }

  /**
   * What no tool is near to may name something that one of them alone lists, or be a question for
   * one that takes any.
   */
  private static List<Ranked> open(Ranker ranker, List<Tool> tools, String request) {
    if (tools.size() < SEVERAL) {
      return List.of();
    }
    List<Ranked> ranked = ranker.rank(request);
    Text text = Text.of(request);
    List<Ranked> listing = ranked.stream().filter(one -> lists(one.tool(), text)).toList();
    if (listing.size() == 1) {
      return listing;
    }
    return ranked.stream()
        .filter(one -> request.strip().endsWith("?"))
        .filter(one -> one.score() >= THRESHOLD - NEARLY)
        .filter(one -> one.tool().slots().stream().anyMatch(Slot::takesQuestion))
        .limit(1)
        .toList();
  }

  /** True of a tool that enumerates a name which the request has. */
  private static boolean lists(Tool tool, Text request) {
    List<Slot> slots = tool.slots();
    for (int i = 0; i < slots.size(); i++) {
      boolean names =
          slots.get(i).closed()
              && Choices.in(request, slots.get(i), i).stream()
                  .anyMatch(
                      choice -> Character.isUpperCase(choice.value().asString(" ").charAt(0)));
      if (names) {
        return true;
      }
    }
    return false;
  }

  /**
   * Of tools that rank nearly alike, the one whose parameters the request fills best comes first.
   */
  private List<Ranked> fitting(List<Ranked> ranked, String request) {
    Text text = Text.of(request);
    double least = ranked.getFirst().score() - NEARLY;
    Ranked best = ranked.getFirst();
    double most = Double.NEGATIVE_INFINITY;
    for (Ranked one : ranked) {
      if (one.score() >= least) {
        Filler.Filling filling = filler.fill(one.tool(), text, true);
        double score =
            one.score() + FILLED * filling.score() - (lacking(one.tool(), filling) ? LACKING : 0);
        if (score > most) {
          most = score;
          best = one;
        }
      }
    }
    if (lacking(best.tool(), filler.fill(best.tool(), text, true))) {
      best = whole(ranked, text, best);
    }
    List<Ranked> first = new ArrayList<>(ranked);
    first.remove(best);
    first.addFirst(best);
    return first;
  }

  /**
   * Before something is asked for, a tool that needs nothing more and takes the request as it is;
   * the best one where there is none.
   */
  private Ranked whole(List<Ranked> ranked, Text text, Ranked best) {
    return ranked.stream()
        .filter(one -> one.score() >= Math.max(THRESHOLD, best.score() - FARTHER))
        .filter(one -> one.tool().slots().stream().anyMatch(s -> s.required() && s.takesRequest()))
        .filter(one -> !lacking(one.tool(), filler.fill(one.tool(), text, true)))
        .findFirst()
        .orElse(best);
  }

  /** What the request itself does not fill would have to be asked for. */
  private static boolean lacking(Tool tool, Filler.Filling filling) {
    return filling.calls().stream()
        .flatMap(call -> new Arguments(tool.slots(), call).missing().stream())
        .anyMatch(slot -> !slot.takesRequest());
  }

  /**
   * Of files a question that speaks of no tool is about what is in them: that is for the tool that
   * takes questions.
   */
  private static List<Ranked> asking(List<Ranked> ranked, String request) {
    Tool best = ranked.getFirst().tool();
    boolean spokenOf =
        Text.of(request).words().stream()
            .anyMatch(word -> Lexicon.content(word) && best.stems().contains(word.stem()));
    return spokenOf
        ? ranked
        : ranked.stream()
            .filter(one -> one.tool().slots().stream().anyMatch(Slot::takesQuestion))
            .findFirst()
            .map(List::of)
            .orElse(ranked);
  }

  /**
   * Divides the request where another tool is asked for; clauses without a tool belong to the one
   * before.
   */
  private static List<Part> parts(Ranker ranker, List<Ranked> whole, String request) {
    List<Clauses.Clause> clauses = Clauses.of(request);
    Tool best = whole.getFirst().tool();
    List<Part> parts = new ArrayList<>();
    int from = 0;
    Tool current = null;
    for (Clauses.Clause clause : clauses) {
      Tool tool = asked(ranker, clause, request);
      if (tool == null || tool.equals(current)) {
        continue;
      }
      if (current != null) {
        parts.add(new Part(current, request.substring(from, clause.start())));
        from = clause.start();
      }
      current = tool;
    }
    parts.add(new Part(current == null ? best : current, request.substring(from)));
    return parts.size() == 1 ? List.of(new Part(best, request)) : parts;
  }

  /**
   * The tool that a clause asks for by words of its own, or, where it is a whole clause, by its
   * meaning.
   */
  private static @Nullable Tool asked(Ranker ranker, Clauses.Clause clause, String request) {
    String text = request.substring(clause.start(), clause.end());
    Optional<Tool> distinct = ranker.distinct(Text.of(text));
    if (distinct.isPresent() || !clause.verb()) {
      return distinct.orElse(null);
    }
    List<Ranked> ranked = ranker.rank(text);
    Ranked first = ranked.getFirst();
    boolean clear = ranked.size() == 1 || first.score() - ranked.get(1).score() > MARGIN;
    return first.score() >= OWN && clear ? first.tool() : null;
  }

  /** A parameter for the request itself gets it as it was said. */
  private static Call whole(Call call, String request) {
    Map<Integer, JsonNode> filled = new HashMap<>(call.filled());
    for (Slot slot : call.arguments().missing()) {
      if (slot.takesRequest()) {
        filled.put(
            call.tool().slots().indexOf(slot),
            JsonNodeFactory.instance.stringNode(request.strip()));
      }
    }
    return Call.of(call.tool(), filled);
  }

  private List<Call> calls(Part part, String request, boolean alone) {
    List<Slot> slots = part.tool().slots();
    Optional<Conversion> conversion =
        Conversion.takenBy(part.tool()) ? Conversion.in(Text.of(part.text())) : Optional.empty();
    if (conversion.isPresent()) {
      return List.of(conversion.get().in(Call.of(part.tool(), Map.of())));
    }
    List<Map<Integer, JsonNode>> filled =
        filler.fill(part.tool(), Text.of(part.text()), true, !alone).calls();
    List<Call> calls = new ArrayList<>();
    for (Map<Integer, JsonNode> call : filled) {
      Call made = Call.of(part.tool(), call);
      if (!alone && !made.arguments().missing().isEmpty()) {
        Map<Integer, JsonNode> completed =
            new HashMap<>(filler.fill(part.tool(), Text.of(request), false).calls().getFirst());
        completed.keySet().removeIf(slot -> !slots.get(slot).required());
        completed.putAll(call);
        made = Call.of(part.tool(), completed);
      }
      calls.add(whole(made, part.text()));
    }
    return calls;
  }
}
