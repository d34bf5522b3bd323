package dev.cadre.offline;

import dev.cadre.offline.Value.Amount;
import dev.cadre.offline.Value.Kind;
import dev.cadre.offline.Value.Several;
import dev.cadre.offline.Value.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * How well mentions fit slots, from the words around them, those of the schema, and what they are.
 * The weights here and in {@link Affinity} were tuned on the first half of each file of BFCL;
 * docs/offline.md has the scores.
 */
final class Fit {
  private static final double BASE = 0.3;
  private static final double CUE = 1.0;
  private static final double ROLE = 1.2;
  private static final double OBJECT = 0.25;
  private static final double OPTIONAL = 1.0;
  private static final double WANTED = 0.4;
  private static final double SPREAD = 0.3;
  private static final double CERTAIN = 0.9;

  private final Text text;
  private final Tool tool;
  private final Affinity affinity;
  private final boolean part;
  private final Map<String, Integer> sharing;
  private final Set<Mention> enumerated = new HashSet<>();

  /**
   * @param part whether the text is only part of a request, the rest of which may say more
   */
  Fit(Text text, Tool tool, boolean part) {
    this.part = part;
    this.text = text;
    this.tool = tool;
    this.affinity = new Affinity(tool);
    this.sharing = sharing(tool.slots());
  }

  /** How many slots have a stem among their cues: what all have tells none apart. */
  private static Map<String, Integer> sharing(List<Slot> slots) {
    Map<String, Integer> sharing = new HashMap<>();
    for (Slot slot : slots) {
      slot.cues().keySet().forEach(stem -> sharing.merge(stem, 1, Integer::sum));
    }
    return sharing;
  }

  /** Every pair of a mention and a slot that is worth a thought. */
  List<Candidate> candidates(List<Mention> mentions) {
    List<Candidate> found = new ArrayList<>();
    Map<Mention, Surroundings> around = surroundings(mentions);
    for (Mention mention : mentions) {
      for (int i = 0; i < tool.slots().size(); i++) {
        candidate(mention, i, around).ifPresent(found::add);
      }
    }
    for (int i = 0; i < tool.slots().size(); i++) {
      found.addAll(Choices.in(text, tool.slots().get(i), i));
    }
    return found;
  }

  /** Mentions that are enumerated share what stands around all of them. */
  private Map<Mention, Surroundings> surroundings(List<Mention> mentions) {
    Map<Mention, Surroundings> around = new HashMap<>();
    mentions.forEach(mention -> around.put(mention, Surroundings.of(text, mention)));
    for (Mention mention : mentions) {
      if (mention.value() instanceof Several(List<Mention> items)) {
        Surroundings all = Surroundings.of(text, mention);
        for (Mention item : items) {
          around.merge(item, all, Surroundings::with);
          enumerated.add(item);
        }
      }
    }
    return around;
  }

  private Optional<Candidate> candidate(
      Mention mention, int index, Map<Mention, Surroundings> around) {
    Slot slot = tool.slots().get(index);
    if (tool.named(mention)) {
      return Optional.empty();
    }
    boolean counted = mention.value() instanceof Amount amount && amount.spelled();
    if (slot.type() == Slot.Type.ARRAY && (counted || enumerated.contains(mention))) {
      return Optional.empty();
    }
    if (slot.type() != Slot.Type.ARRAY && mention.value() instanceof Several(List<Mention> items)) {
      return spread(mention, items, index, around);
    }
    Surroundings near = around.getOrDefault(mention, Surroundings.NONE);
    double penalty = slot.required() ? 0 : tool.needsNothing() ? WANTED : OPTIONAL;
    return Values.of(slot, mention)
        .map(value -> new Candidate(mention, index, value, score(slot, mention, near) - penalty))
        .filter(candidate -> candidate.score() > (part && mention.is(Kind.PHRASE) ? CERTAIN : 0));
  }

  /** One value for each of several calls. */
  private Optional<Candidate> spread(
      Mention mention, List<Mention> items, int index, Map<Mention, Surroundings> around) {
    if (mention.text().startsWith("(") || text.source().startsWith("(", mention.start() - 1)) {
      return Optional.empty();
    }
    ArrayNode values = JsonNodeFactory.instance.arrayNode();
    double sum = 0;
    for (Mention item : items) {
      Optional<Candidate> one = candidate(item, index, around);
      if (one.isEmpty()) {
        return Optional.empty();
      }
      values.add(one.get().value());
      sum += one.get().score() - SPREAD;
    }
    return sum > 0 && items.size() > 1
        ? Optional.of(new Candidate(mention, index, values, sum, true))
        : Optional.empty();
  }

  private double score(Slot slot, Mention mention, Surroundings around) {
    double cues = cues(slot, around);
    double role = Roles.of(around.preposition(), slot) * ROLE;
    if (role == 0 && !around.preposition().isEmpty() && mention.value() instanceof Term) {
      role = OBJECT;
    }
    if (Roles.opposed(around.preposition(), slot)) {
      role = -ROLE;
    }
    return BASE + cues + role + affinity.of(slot, mention, around);
  }

  private double cues(Slot slot, Surroundings around) {
    double sum = 0;
    for (Map.Entry<String, Double> cue : slot.cues().entrySet()) {
      double near =
          Math.max(
              around.left().getOrDefault(cue.getKey(), 0.0),
              around.right().getOrDefault(cue.getKey(), 0.0));
      boolean told = cue.getValue() < 1 && tool.stems().contains(cue.getKey());
      sum +=
          near
              * cue.getValue()
              * (told ? 0.4 : 1)
              / Math.sqrt(sharing.getOrDefault(cue.getKey(), 1));
    }
    return Math.min(sum * CUE, 3);
  }
}
