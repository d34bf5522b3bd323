package dev.cadre.offline;

import dev.cadre.embedding.Embedder;
import dev.cadre.offline.Value.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Ranks tools by how near they are to a request, by its words and by its meaning. */
final class Ranker {
  private static final double NAME = 1.5;
  private static final double DESCRIPTION = 1.0;
  private static final double PARAMETER = 0.5;
  private static final double MEANING = 4.0;

  /**
   * So many words in common leave no doubt: of BFCL's irrelevant requests one in twenty has as
   * many.
   */
  private static final double SURE = 1.0;

  private static final double AHEAD = 0.3;

  /** The middle of the cosines of requests and the tools they want. */
  private static final double TYPICAL = 0.77;

  /** A formula is rarely said to anything but what takes formulas. */
  private static final double FORMULA = 1.0;

  /** An id that looks like a parameter's example is rarely said to a tool without it. */
  private static final double EXAMPLE = 0.6;

  /** A word of the name that is a tool's own. */
  private static final double CLEAR = 1.0;

  private final Embedder embedder;
  private final List<Tool> tools;
  private final Map<String, Double> rarity;
  private final Spelling spelling;
  private final Map<String, Integer> holders = new HashMap<>();

  Ranker(Embedder embedder, List<Tool> tools) {
    this.embedder = embedder;
    this.tools = tools;
    this.rarity = rarity(tools);
    this.spelling = new Spelling(tools);
    tools.forEach(tool -> tool.stems().forEach(stem -> holders.merge(stem, 1, Integer::sum)));
  }

  /**
   * A tool's place.
   *
   * @param words share of the request's words that the tool has, 0 to 1, the rarer counting more;
   *     and 1 more for a formula in it that the tool takes
   * @param meaning cosine of the two vectors, -1 to 1
   */
  record Ranked(Tool tool, double words, double meaning) {
    double score() {
      return words + MEANING * meaning;
    }
  }

  /**
   * The best first. Vectors are made only where the words alone leave a doubt: they cost most of a
   * turn.
   */
  List<Ranked> rank(String said) {
    String request = spelling.mended(said);
    Text text = Text.of(request);
    List<Ranked> byWords = new ArrayList<>();
    tools.forEach(tool -> byWords.add(new Ranked(tool, words(text, tool), TYPICAL)));
    byWords.sort(Comparator.comparingDouble(Ranked::score).reversed());
    double second = byWords.size() > 1 ? byWords.get(1).words() : 0;
    if (!byWords.isEmpty()
        && byWords.getFirst().words() >= SURE
        && byWords.getFirst().words() - second >= AHEAD) {
      return List.copyOf(byWords);
    }
    return byMeaning(request, text);
  }

  private List<Ranked> byMeaning(String request, Text text) {
    List<String> texts = new ArrayList<>(List.of(request));
    tools.forEach(tool -> texts.add(tool.meaning()));
    List<float[]> vectors = embedder.embed(texts);
    List<Ranked> ranked = new ArrayList<>();
    for (int i = 0; i < tools.size(); i++) {
      ranked.add(
          new Ranked(
              tools.get(i),
              words(text, tools.get(i)),
              cosine(vectors.getFirst(), vectors.get(i + 1))));
    }
    ranked.sort(Comparator.comparingDouble(Ranked::score).reversed());
    return List.copyOf(ranked);
  }

  /**
   * The tool that a clause names by words that no other tool has: at least one of its name, and
   * more than any other has of its own.
   */
  Optional<Tool> distinct(Text clause) {
    List<Tool> taking = tools.stream().filter(tool -> takes(tool, clause)).toList();
    if (taking.size() == 1) {
      return Optional.of(taking.getFirst());
    }
    Tool best = null;
    double most = 0;
    double second = 0;
    for (Tool tool : tools) {
      double own = own(clause, tool);
      if (own > most) {
        second = most;
        most = own;
        best = tool;
      } else {
        second = Math.max(second, own);
      }
    }
    return most >= CLEAR && most > second ? Optional.ofNullable(best) : Optional.empty();
  }

  private double own(Text clause, Tool tool) {
    Set<String> name = new HashSet<>();
    tool.name().forEach(word -> name.add(word.stem()));
    Set<String> seen = new HashSet<>();
    double own = 0;
    for (Word word : clause.words()) {
      String stem = word.stem();
      if (Lexicon.content(word)
          && tool.stems().contains(stem)
          && holders.getOrDefault(stem, 0) == 1
          && seen.add(stem)) {
        own += name.contains(stem) ? 1 : 0.4;
      }
    }
    return own;
  }

  private static Map<String, Double> rarity(List<Tool> tools) {
    Map<String, Integer> count = new HashMap<>();
    tools.forEach(tool -> tool.stems().forEach(stem -> count.merge(stem, 1, Integer::sum)));
    Map<String, Double> rarity = new HashMap<>();
    count.forEach((stem, n) -> rarity.put(stem, Math.log(1 + (tools.size() + 0.5) / n)));
    return rarity;
  }

  private double words(Text request, Tool tool) {
    return shared(request, tool)
        + (takes(tool, request) ? FORMULA : 0)
        + (takesId(tool, request) ? EXAMPLE : 0);
  }

  /** True when a request holds a sum for a tool that calculates, or a quantity to convert. */
  private static boolean takes(Tool tool, Text request) {
    return (tool.takesFormula() && !formulas(request).isEmpty())
        || (Conversion.takenBy(tool) && Conversion.in(request).isPresent());
  }

  /** True when a request has an id of the form of a parameter's example. */
  private static boolean takesId(Tool tool, Text request) {
    Set<String> said = Shapes.in(request);
    return !said.isEmpty()
        && tool.slots().stream()
            .flatMap(slot -> slot.examples().stream())
            .anyMatch(example -> said.contains(Shapes.of(example)));
  }

  private static List<Mention> formulas(Text request) {
    return Patterns.in(request).stream().filter(mention -> mention.is(Kind.FORMULA)).toList();
  }

  private double shared(Text request, Tool tool) {
    Set<String> names = new HashSet<>();
    tool.name().forEach(word -> names.add(word.stem()));
    Set<String> parameters = new HashSet<>();
    tool.slots().forEach(slot -> slot.words().forEach(word -> parameters.add(word.stem())));
    double sum = 0;
    double all = 1;
    Set<String> seen = new HashSet<>();
    List<Mention> formulas = formulas(request);
    for (Word word : request.words()) {
      boolean calculates = formulas.stream().anyMatch(formula -> formula.holds(word));
      if (Lexicon.content(word) && !calculates && seen.add(word.stem())) {
        double weight = rarity.getOrDefault(word.stem(), 1.0);
        all += 0.5;
        sum +=
            weight
                * (names.contains(word.stem())
                    ? NAME
                    : tool.stems().contains(word.stem())
                        ? DESCRIPTION
                        : parameters.contains(word.stem()) ? PARAMETER : 0);
      }
    }
    return sum / all;
  }

  static double cosine(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
