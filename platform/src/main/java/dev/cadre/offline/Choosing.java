package dev.cadre.offline;

import dev.cadre.embedding.Embedder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Ranks those who can help by what their descriptions list. The description of somebody's work
 * names many things, of which a request wants one: each is compared by itself.
 */
final class Choosing {
  private static final Pattern ITEM =
      Pattern.compile("[.;:,]\\s+|\\s+(?:and|or|but)\\s+|\\s*\\n\\s*");
  private static final Pattern WAY =
      Pattern.compile(
          "\\bhow (?:do|can|should|would) (?:i|we|you|one)\\b|\\bhow to\\b",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern TELLS_HOW =
      Pattern.compile("\\bhow to\\b|\\bsteps\\b|\\binstructions\\b", Pattern.CASE_INSENSITIVE);
  private static final Set<String> INDEFINITE =
      Lexicon.set("something anything nothing everything somebody someone anybody anyone thing");
  private static final double WHOLE = 0.2;
  private static final double WORD = 0.35;
  private static final int MOST_WORDS = 2;

  /** So many words more than any other has outweigh what vectors differ by. */
  private static final double CERTAIN = 1;

  /** The middle of the cosines of requests and the descriptions they want. */
  private static final double TYPICAL = 0.7;

  private final Embedder embedder;
  private final List<Tool> choices;
  private final Map<String, Integer> holders = new HashMap<>();

  Choosing(Embedder embedder, List<Tool> choices) {
    this.embedder = embedder;
    this.choices = choices;
    choices.forEach(one -> one.stems().forEach(stem -> holders.merge(stem, 1, Integer::sum)));
  }

  /**
   * A choice's place.
   *
   * @param meaning the cosines of the request with the description and with what of it is nearest
   * @param words that both have, less for those that other choices have too
   */
  record Ranked(Tool choice, double meaning, double words) {
    double score() {
      return meaning + WORD * Math.min(MOST_WORDS, words);
    }
  }

  /**
   * A request's place among the choices.
   *
   * @param ranked the best first
   * @param elsewhere how near it is to what is nobody's work here
   */
  record Place(List<Ranked> ranked, double elsewhere) {
    Ranked best() {
      return ranked.getFirst();
    }

    /** How far the best is ahead. */
    double lead() {
      return ranked.size() == 1 ? best().score() : best().score() - ranked.get(1).score();
    }
  }

  /** Vectors are made only where the words alone leave a doubt: they cost most of a turn. */
  Place place(String request) {
    Set<String> stems = stems(request);
    Set<String> ids = Shapes.in(Text.of(request));
    List<Ranked> byWords = new ArrayList<>();
    for (Tool choice : choices) {
      byWords.add(new Ranked(choice, TYPICAL, words(stems, choice) + ids(ids, choice)));
    }
    byWords.sort(Comparator.comparingDouble(Ranked::words).reversed());
    double second = byWords.size() > 1 ? byWords.get(1).words() : 0;
    return byWords.getFirst().words() - second >= CERTAIN && !WAY.matcher(request).find()
        ? new Place(List.copyOf(byWords), 0)
        : byMeaning(request, byWords);
  }

  private Place byMeaning(String request, List<Ranked> byWords) {
    List<String> texts = new ArrayList<>(List.of(nameless(request)));
    texts.addAll(Elsewhere.TOPICS);
    List<Integer> from = new ArrayList<>();
    for (Ranked one : byWords) {
      from.add(texts.size());
      texts.addAll(items(one.choice()));
    }
    from.add(texts.size());
    List<float[]> vectors = embedder.embed(texts);
    float[] said = vectors.getFirst();
    double elsewhere = nearest(said, vectors.subList(1, 1 + Elsewhere.TOPICS.size()));
    List<Ranked> ranked = new ArrayList<>();
    for (int i = 0; i < byWords.size(); i++) {
      Tool choice = byWords.get(i).choice();
      double whole = Ranker.cosine(said, vectors.get(from.get(i)));
      double nearest = nearest(said, vectors.subList(from.get(i), from.get(i + 1)));
      double meaning = WHOLE * whole + (1 - WHOLE) * nearest;
      double ways = meaning < elsewhere ? 0 : ways(request, choice);
      ranked.add(new Ranked(choice, meaning, byWords.get(i).words() + ways));
    }
    ranked.sort(Comparator.comparingDouble(Ranked::score).reversed());
    return new Place(List.copyOf(ranked), elsewhere);
  }

  private static double nearest(float[] said, List<float[]> others) {
    return others.stream().mapToDouble(other -> Ranker.cosine(said, other)).max().orElse(0);
  }

  /** The whole of a description, and each of the things it lists, under the name of whose it is. */
  private static List<String> items(Tool choice) {
    List<String> items = new ArrayList<>(List.of(choice.meaning()));
    String name = Shown.words(choice.spec().name());
    for (String item : ITEM.split(choice.spec().description(), -1)) {
      if (!item.isBlank()) {
        items.add(name + ": " + item.strip());
      }
    }
    return items;
  }

  /** Of the words that say what a request is about. */
  static Set<String> stems(String request) {
    Set<String> stems = new HashSet<>();
    for (Word word : Text.of(request).words()) {
      if (Lexicon.content(word)
          && !Lexicon.VAGUE.contains(word.lower())
          && !INDEFINITE.contains(word.lower())) {
        stems.add(word.stem());
      }
    }
    return stems;
  }

  /**
   * The request with a word for each name that no description has: a thing's name says nothing of
   * what is wanted with it.
   */
  String nameless(String request) {
    Text text = Text.of(request);
    StringBuilder plain = new StringBuilder(request);
    for (Mention name : Names.in(text).reversed()) {
      boolean known =
          Text.of(name.text()).words().stream().anyMatch(word -> holders.containsKey(word.stem()));
      if (!known && name.end() <= plain.length()) {
        plain.replace(name.start(), name.end(), "this");
      }
    }
    return plain.toString();
  }

  /** Who asks how something is done wants to be told how. */
  private static double ways(String request, Tool choice) {
    return WAY.matcher(request).find() && TELLS_HOW.matcher(choice.spec().description()).find()
        ? 1
        : 0;
  }

  /** An id of the form of one that a description gives as an example says as much as two words. */
  private static double ids(Set<String> said, Tool choice) {
    return !said.isEmpty()
            && !Collections.disjoint(said, Shapes.in(Text.of(choice.spec().description())))
        ? MOST_WORDS
        : 0;
  }

  private double words(Set<String> said, Tool choice) {
    double sum = 0;
    for (String stem : said) {
      if (choice.stems().contains(stem)) {
        int of = holders.getOrDefault(stem, 1);
        sum += 1.0 / (of * of);
      }
    }
    return sum;
  }
}
