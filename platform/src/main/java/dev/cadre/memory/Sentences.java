package dev.cadre.memory;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Sentences of a text and the words of a sentence, of English. */
final class Sentences {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:['’][\\p{L}]+)*");
  private static final int MAX_JOINED = 600;
  private static final Pattern SPACE = Pattern.compile("\\s+");

  /** Words too common to say what a sentence is about. */
  private static final Set<String> COMMON =
      Set.of(
          ("a an the and or but if then so of in on at to for from with by as is are was were be"
                  + " been am do does did have has had i you he she it we they me him her us them my"
                  + " your his its our their this that these those there here what which who when"
                  + " where why how not no yes can could will would shall should may might must just"
                  + " very too also about into over than up out all some any more most i'm i've i'd"
                  + " i'll it's that's you're we're they're don't can't didn't isn't")
              .split(" ", -1));

  /** Words with a dot that ends no sentence; a single capital is an initial. */
  private static final Pattern ABBREVIATED =
      Pattern.compile(
          "(?:^|.*[\\s(\"])(?:Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|vs|e\\.g|i\\.e|approx|No|Nr|\\p{Lu})\\.",
          Pattern.DOTALL);

  /** What a sentence that says something about the world has. */
  private static final Set<String> SAYING =
      Set.of(
          ("am is are was were be been has have had i'm i've i'll we're we've he's she's they're"
                  + " it's will going went got need want plan works lives likes loves met bought"
                  + " started moved married born joined left graduated studied study visited made took"
                  + " said says told turns turned plays speaks wants isn't aren't wasn't doesn't don't"
                  + " didn't passed died comes came leaves begins starts ends")
              .split(" ", -1));

  private static final Set<String> SELF = Set.of("i", "we", "my", "our");

  private Sentences() {}

  /** True when it tells of its speaker, or has a word by which something is said of the world. */
  static boolean says(String sentence) {
    List<String> words = words(sentence);
    return !words.isEmpty()
        && (SELF.contains(words.getFirst()) || words.stream().anyMatch(SAYING::contains));
  }

  /** In order, each in one line. */
  static List<String> of(String text) {
    List<String> sentences = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      BreakIterator ends = BreakIterator.getSentenceInstance(Locale.ENGLISH);
      ends.setText(line);
      int from = ends.first();
      for (int to = ends.next(); to != BreakIterator.DONE; from = to, to = ends.next()) {
        String sentence = SPACE.matcher(line.substring(from, to)).replaceAll(" ").strip();
        boolean goesOn =
            from > 0
                && !sentences.isEmpty()
                && sentences.getLast().length() < MAX_JOINED
                && ABBREVIATED.matcher(sentences.getLast()).matches();
        if (goesOn) {
          sentences.addLast(sentences.removeLast() + " " + sentence);
        } else if (!sentence.isEmpty()) {
          sentences.add(sentence);
        }
      }
    }
    return sentences;
  }

  static List<String> words(String sentence) {
    return WORD.matcher(sentence.toLowerCase(Locale.ROOT).replace('’', '\''))
        .results()
        .map(match -> match.group())
        .toList();
  }

  /** The words that say what a sentence is about, each once. */
  static Set<String> telling(String sentence) {
    Set<String> words = new HashSet<>(words(sentence));
    words.removeAll(COMMON);
    return words;
  }
}
