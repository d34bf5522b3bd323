package dev.cadre.offline;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Fills a tool's parameters from a text. */
final class Filler {
  private final LocalDate today;

  Filler(LocalDate today) {
    this.today = today;
  }

  /**
   * What a text asks of a tool.
   *
   * @param calls one or more, each with what fills its slots
   * @param score how well text and tool go together
   */
  record Filling(List<Map<Integer, JsonNode>> calls, double score) {}

  /**
   * @param several whether more than one call may be meant
   */
  Filling fill(Tool tool, Text text, boolean several) {
    List<Mention> mentions = Mentions.in(text, today);
    List<Candidate> candidates = new Fit(text, tool).candidates(mentions);
    Decoder.Reading reading = new Decoder(text, tool.slots(), several).read(mentions, candidates);
    return new Filling(shared(tool, reading), reading.score());
  }

  /** A call takes what it lacks from the only call that has it, or else from the one before. */
  private static List<Map<Integer, JsonNode>> shared(Tool tool, Decoder.Reading reading) {
    List<Map<Integer, JsonNode>> calls = new ArrayList<>();
    for (int c = 0; c < reading.calls().size(); c++) {
      Map<Integer, JsonNode> call = new HashMap<>();
      for (int slot = 0; slot < tool.slots().size(); slot++) {
        Candidate own = inherited(reading, c, slot, tool.slots().get(slot).required());
        if (own != null) {
          call.put(slot, own.value());
        }
      }
      calls.add(Map.copyOf(call));
    }
    Set<Map<Integer, JsonNode>> distinct = new HashSet<>();
    return calls.stream().filter(distinct::add).toList();
  }

  private static @org.jspecify.annotations.Nullable Candidate inherited(Decoder.Reading reading, int call, int slot, boolean required) {
    Candidate own = reading.calls().get(call).get(slot);
    if (own != null) {
      return own;
    }
    List<Candidate> others = reading.calls().stream().filter(c -> c.containsKey(slot)).map(c -> c.get(slot)).toList();
    if (others.size() == 1) {
      return others.getFirst();
    }
    if (!required) {
      return null;
    }
    for (int before = call - 1; before >= 0; before--) {
      Candidate candidate = reading.calls().get(before).get(slot);
      if (candidate != null) {
        return candidate;
      }
    }
    return others.isEmpty() ? null : others.getFirst();
  }
}
