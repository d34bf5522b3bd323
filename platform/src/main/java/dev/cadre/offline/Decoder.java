package dev.cadre.offline;

import dev.cadre.offline.Value.Amount;
import dev.cadre.offline.Value.Day;
import dev.cadre.offline.Value.Kind;
import dev.cadre.offline.Value.Literal;
import dev.cadre.offline.Value.Several;
import dev.cadre.offline.Value.Term;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Finds the best way to share out a text's mentions among the slots of one or more calls of a tool.
 *
 * <p>The text is read from left to right. A mention is left out, fills a slot of the call at hand,
 * or, where that slot has its value already, begins a new call. What one call lacks and only
 * another has, they share. Of the readings the best few are kept at every step (a beam search), so
 * that the time is bounded by the text's length.
 */
final class Decoder {
  private static final int BEAM = 48;
  private static final int MAX_CALLS = 12;
  private static final double MISSING = 2.0;
  private static final double INHERITED = 0.35;
  private static final double RAGGED = 0.8;
  private static final double NEW_CALL = 1.0;

  private final Text text;
  private final List<Slot> slots;
  private final boolean several;

  /**
   * @param several whether there may be more than one call
   */
  Decoder(Text text, List<Slot> slots, boolean several) {
    this.text = text;
    this.slots = slots;
    this.several = several;
  }

  /**
   * A reading: what fills the slots of each call.
   *
   * @param score higher is better; comparable between readings of one text
   */
  record Reading(List<Map<Integer, Candidate>> calls, double score) {}

  /** One step of a reading, with all before it. */
  private record Step(
      @Nullable Step before,
      @Nullable Candidate taken,
      boolean opens,
      int calls,
      int covered,
      long filled,
      double score) {}

  Reading read(List<Mention> mentions, List<Candidate> candidates) {
    Map<Mention, List<Candidate>> byMention = new TreeMap<>(
        Comparator.comparingInt(Mention::start).thenComparing(Mention::end, Comparator.reverseOrder()).thenComparing(m -> m.value().toString()));
    mentions.forEach(mention -> byMention.put(mention, new ArrayList<>()));
    candidates.forEach(c -> byMention.computeIfAbsent(c.mention(), _ -> new ArrayList<>()).add(c));
    List<Step> beam = List.of(new Step(null, null, true, 1, 0, 0, 0));
    for (Map.Entry<Mention, List<Candidate>> entry : byMention.entrySet()) {
      List<Step> next = new ArrayList<>();
      for (Step step : beam) {
        next.add(leave(step, entry.getKey()));
        entry.getValue().forEach(candidate -> take(step, candidate, next));
      }
      next.sort(Comparator.comparingDouble(Step::score).reversed());
      beam = next.size() > BEAM ? List.copyOf(next.subList(0, BEAM)) : next;
    }
    return beam.stream()
        .map(this::reading)
        .max(Comparator.comparingDouble(Reading::score))
        .orElseThrow();
  }

  private static Step leave(Step step, Mention mention) {
    double cost = mention.start() < step.covered() ? 0 : weight(mention);
    return cost == 0
        ? step
        : new Step(step.before(), step.taken(), step.opens(), step.calls(), Math.max(step.covered(), mention.end()), step.filled(), step.score() - cost);
  }

  /** What is lost when a mention fills nothing: what people put into a request has its use there. */
  private static double weight(Mention mention) {
    return switch (mention.value()) {
      case Amount amount -> amount.ordinal() || amount.spelled() ? 0.1 : 0.5;
      case Literal _ -> 0.5;
      case Day _ -> 0.3;
      case Term term -> term.kind() == Kind.PHRASE ? 0 : term.kind() == Kind.NAME ? 0.25 : 0.4;
      default -> 0;
    };
  }

  private void take(Step step, Candidate candidate, List<Step> next) {
    Mention mention = candidate.mention();
    if (candidate.spread() && !several) {
      return;
    }
    if (mention.start() < step.covered() && mention.end() > mention.start() && overlapsTaken(step, mention)) {
      return;
    }
    long bit = 1L << candidate.slot();
    int covered = Math.max(step.covered(), mention.end());
    if ((step.filled() & bit) == 0) {
      next.add(new Step(step, candidate, false, step.calls(), covered, step.filled() | bit, step.score() + candidate.score() + order(step, candidate)));
    } else if (slots.get(candidate.slot()).type() == Slot.Type.ARRAY) {
      grow(step, candidate, covered, next);
    } else if (several && step.calls() < MAX_CALLS && linked(step, candidate)) {
      next.add(new Step(step, candidate, true, step.calls() + 1, covered, bit, step.score() + candidate.score() - NEW_CALL));
    }
  }

  /** A list goes on with what is enumerated after it. */
  private void grow(Step step, Candidate candidate, int covered, List<Step> next) {
    for (Step s = step; s != null && s.taken() != null; s = s.before()) {
      if (s.taken().slot() == candidate.slot()) {
        Mention last = s.taken().mention();
        int to = Math.max(last.end(), candidate.mention().start());
        boolean single = !(last.value() instanceof Several) && !(last.value() instanceof Literal);
        boolean chosen = last.is(Kind.CHOICE) && candidate.mention().is(Kind.CHOICE);
        if (chosen || single && Clauses.separator(text.source().substring(last.end(), to))) {
          ArrayNode longer = JsonNodeFactory.instance.arrayNode();
          s.taken().value().forEach(longer::add);
          candidate.value().forEach(longer::add);
          Candidate whole = new Candidate(candidate.mention(), candidate.slot(), longer, candidate.score());
          next.add(new Step(step, whole, false, step.calls(), covered, step.filled(), step.score() + candidate.score()));
        }
        return;
      }
    }
  }

  private static boolean overlapsTaken(Step step, Mention mention) {
    for (Step s = step; s != null && s.taken() != null; s = s.before()) {
      if (s.taken().mention().overlaps(mention)) {
        return true;
      }
    }
    return false;
  }

  /** People tend to say values in the order in which a schema has its parameters. */
  private static double order(Step step, Candidate candidate) {
    return step.taken() == null || candidate.slot() > step.taken().slot() ? 0.12 : 0;
  }

  /**
   * True when the same slot's value before is of the same kind and apart from this one: enumerated
   * with it, or in another clause. Mere phrases must be enumerated.
   */
  private boolean linked(Step step, Candidate candidate) {
    for (Step s = step; s != null; s = s.before()) {
      if (s.taken() != null && s.taken().slot() == candidate.slot()) {
        int from = s.taken().mention().end();
        int to = Math.max(from, candidate.mention().start());
        String between = text.source().substring(from, to);
        return alike(s.taken().mention(), candidate.mention())
            && (candidate.mention().is(Kind.PHRASE) ? Clauses.separator(between) : Clauses.separates(between));
      }
    }
    return false;
  }

  private static boolean alike(Mention a, Mention b) {
    return a.value() instanceof Term one && b.value() instanceof Term other
        ? one.kind() == other.kind()
        : a.value().getClass() == b.value().getClass();
  }

  private Reading reading(Step last) {
    List<Map<Integer, Candidate>> calls = new ArrayList<>();
    calls.add(new HashMap<>());
    List<Step> steps = new ArrayList<>();
    for (Step s = last; s != null; s = s.before()) {
      steps.addFirst(s);
    }
    for (Step step : steps) {
      if (step.taken() != null) {
        if (step.opens()) {
          calls.add(new HashMap<>());
        }
        calls.getLast().put(step.taken().slot(), step.taken());
      }
    }
    return new Reading(List.copyOf(calls), last.score() - incomplete(calls));
  }

  private double incomplete(List<Map<Integer, Candidate>> calls) {
    double cost = 0;
    for (int slot = 0; slot < slots.size(); slot++) {
      int having = 0;
      for (Map<Integer, Candidate> call : calls) {
        having += call.containsKey(slot) ? 1 : 0;
      }
      if (having == 0 && slots.get(slot).required()) {
        cost += MISSING * calls.size();
      } else if (having == 1) {
        cost += INHERITED * (calls.size() - 1);
      } else if (having > 1) {
        cost += RAGGED * (calls.size() - having);
      }
    }
    return cost;
  }
}
