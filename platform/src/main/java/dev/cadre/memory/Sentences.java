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
  private static final Pattern SPACE = Pattern.compile("\\s+");

  /** Words too common to say what a sentence is about. */
  private static final Set<String> COMMON =
      Set.of(
          ("a an the and or but if then so of in on at to for from with by as is are was were be been am do does did"
                  + " have has had i you he she it we they me him her us them my your his its our their this that"
                  + " these those there here what which who when where why how not no yes can could will would shall"
                  + " should may might must just very too also about into over than up out all some any more most"
                  + " i'm i've i'd i'll it's that's you're we're they're don't can't didn't isn't")
              .split(" ", -1));

  private Sentences() {}

  /** In order, each in one line; abbreviations may break one. */
  static List<String> of(String text) {
    List<String> sentences = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      BreakIterator ends = BreakIterator.getSentenceInstance(Locale.ENGLISH);
      ends.setText(line);
      int from = ends.first();
      for (int to = ends.next(); to != BreakIterator.DONE; from = to, to = ends.next()) {
        String sentence = SPACE.matcher(line.substring(from, to)).replaceAll(" ").strip();
        if (!sentence.isEmpty()) {
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
