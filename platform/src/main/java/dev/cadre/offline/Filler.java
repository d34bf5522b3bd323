package dev.cadre.offline;

import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Fills a tool's parameters from a text. */
final class Filler {
  private static final int MOST_CALLS = 16;
  private static final ToolSpec NO_TOOL = new ToolSpec("none", "", Json.object());

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
    return fill(tool, text, several, false);
  }

  /** As above, for a part of a request: what is doubtful is left to the rest of it. */
  Filling fill(Tool tool, Text text, boolean several, boolean part) {
    List<Mention> mentions = Mentions.in(text, today);
    List<Candidate> candidates = new Fit(text, tool, part).candidates(mentions);
    Decoder.Reading reading = new Decoder(text, tool.slots(), several).read(mentions, candidates);
    return new Filling(shared(tool, reading, text.source().contains("respectively")), reading.score());
  }

  /** The best value for one slot in a short text; empty when nothing in it can be one. */
  Optional<JsonNode> only(Slot slot, String said) {
    Text text = Text.of(said);
    Slot needed = slot.asked();
    Tool tool = new Tool(NO_TOOL, List.of(), List.of(needed), Set.of());
    return new Fit(text, tool, false)
        .candidates(Mentions.in(text, today)).stream()
            .filter(candidate -> !candidate.spread())
            .max(Comparator.comparingDouble(Candidate::score))
            .map(Candidate::value);
  }

  /** As {@link #only}; a short answer is the value of a parameter of words whatever it looks like. */
  Optional<JsonNode> answer(Slot slot, String said) {
    boolean free = slot.type() == Slot.Type.STRING && !slot.closed();
    Optional<JsonNode> found = free && slot.has(Sense.PROSE) ? Optional.empty() : only(slot, said);
    return found.isPresent() || !free || said.isBlank() || said.length() > 200
        ? found
        : Optional.of(JsonNodeFactory.instance.stringNode(said.strip()));
  }

  /** A call takes what it lacks from the only call that has it, or else from the one before. */
  private static List<Map<Integer, JsonNode>> shared(Tool tool, Decoder.Reading reading, boolean respectively) {
    List<Map<Integer, JsonNode>> calls = new ArrayList<>();
    for (int c = 0; c < reading.calls().size(); c++) {
      Map<Integer, Candidate> call = new TreeMap<>();
      for (int slot = 0; slot < tool.slots().size(); slot++) {
        Candidate own = inherited(reading, c, slot, tool.slots().get(slot).required());
        if (own != null) {
          call.put(slot, own);
        }
      }
      calls.addAll(spread(call, respectively));
    }
    Set<Map<Integer, JsonNode>> distinct = new LinkedHashSet<>();
    return calls.stream().filter(distinct::add).toList();
  }

  /** Each value of an enumeration goes with each of another, or side by side if the text says so. */
  private static List<Map<Integer, JsonNode>> spread(Map<Integer, Candidate> call, boolean respectively) {
    List<Map<Integer, JsonNode>> calls = new ArrayList<>(List.of(new HashMap<>()));
    int length = 0;
    for (Map.Entry<Integer, Candidate> entry : call.entrySet()) {
      JsonNode value = entry.getValue().value();
      if (!entry.getValue().spread()) {
        calls.forEach(one -> one.put(entry.getKey(), value));
      } else if (respectively && value.size() == length && calls.size() == length) {
        for (int i = 0; i < length; i++) {
          calls.get(i).put(entry.getKey(), value.get(i));
        }
      } else {
        length = value.size();
        calls = each(calls, entry.getKey(), value);
      }
    }
    return calls;
  }

  private static List<Map<Integer, JsonNode>> each(
      List<Map<Integer, JsonNode>> calls, int slot, JsonNode values) {
    List<Map<Integer, JsonNode>> product = new ArrayList<>();
    for (Map<Integer, JsonNode> call : calls) {
      for (JsonNode value : values) {
        Map<Integer, JsonNode> one = new HashMap<>(call);
        one.put(slot, value);
        if (product.size() < MOST_CALLS) {
          product.add(one);
        }
      }
    }
    return product;
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
