package dev.cadre.offline;

import dev.cadre.model.ToolSpec;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the planner says of itself, and where nothing else is to be said. */
final class Talk {
  static final String NOTED = "Noted.";

  private static final String UNABLE = "I can't answer that.";
  private static final int MOST_TOOLS = 8;
  private static final int MOST_CHOICES = 8;
  private static final int LONGEST = 160;
  private static final String SELF =
      "I am the offline planner, not a language model: I match requests to tools and word their"
          + " results.";
  private static final Pattern WHO =
      Pattern.compile(
          "(?i)\\b(?:who|what)\\s+(?:exactly\\s+)?are\\s+you\\b|\\bare\\s+you\\s+(?:an?\\s+)?(?:real|human|person|bot|robot|ai|llm|model|language"
              + " model|chatgpt|claude|gpt)\\b|\\bwhich\\s+(?:language\\s+)?model\\b");
  private static final Pattern STATEMENT =
      Pattern.compile(
          "(?i)\\s*(?:my [\\w ]{1,40} (?:is|are)\\b|i(?:'m| am| like| love| prefer| live|"
              + " work)\\b)");
  private static final Pattern TOLD =
      Pattern.compile(
          "(?i)\\s*(?:(?:hi|hello|hey|ok)[,!.]?\\s+)?i(?:'m| am| was| own| have| had| got| bought|"
              + " sent| ordered| received| gave| lost| just| recently| already)\\b[^?]*$");
  private static final Pattern WISH =
      Pattern.compile(
          "(?i)\\b(?:need|want|like|love|wish|look|looking|search|searching|trying|try|wondering|interested|unable|not|cannot|problem|problems|trouble|issue|issues|question|must|have"
              + " to|broken|no|to know)\\b|n't\\b");
  private static final Set<String> GREETINGS =
      Lexicon.set("hi hello hey greetings good morning afternoon evening there everyone");
  private static final Pattern WELL =
      Pattern.compile(
          "(?i)[\\s,.!]*(?:(?:hi|hello|hey|good \\w+)(?: there)?[\\s,.!]+)?(?:how are you|how are"
              + " you doing|how is it going|how's it going|how do you do|nice to meet you)(?:"
              + " today| doing)*[\\s?!.]*");

  /** What people say beside their thanks. */
  private static final Set<String> PRAISE =
      Lexicon.set(
          "you were was are have been that this it is all everything really helpful helped help"
              + " great good nice kind amazing awesome excellent perfect wonderful work job answer"
              + " support appreciate appreciated again now i we me us my our and have a day evening"
              + " weekend one just what needed wanted is needed to know no more questions nothing"
              + " else that's it's i'm you're done time quick fast");

  private static final Set<String> THANKS =
      Lexicon.set(
          "thanks thank you very much a lot ok okay great perfect bye goodbye cheers so for your"
              + " the help");

  private Talk() {}

  /** An answer to a greeting, to thanks, and to who this is. */
  static Optional<String> answer(String said, List<ToolSpec> tools) {
    List<Word> words = Text.of(said).words().stream().filter(Word::letters).toList();
    if (WHO.matcher(said).find()) {
      return Optional.of(SELF + can(tools));
    }
    boolean greeted =
        !words.isEmpty()
            && (words.stream().allMatch(word -> GREETINGS.contains(word.lower()))
                || WELL.matcher(said).matches());
    if (greeted) {
      return Optional.of("Hello!" + can(tools));
    }
    boolean thanks =
        words.stream().anyMatch(w -> w.stem().equals("thank") || w.lower().equals("cheers"));
    boolean leaves =
        words.stream().anyMatch(w -> w.lower().equals("bye") || w.lower().equals("goodbye"));
    if (leaves && words.stream().allMatch(word -> THANKS.contains(word.lower()))) {
      return Optional.of("Goodbye!");
    }
    return thanks
            && said.indexOf('?') < 0
            && words.stream()
                .allMatch(
                    word ->
                        THANKS.contains(word.lower())
                            || GREETINGS.contains(word.lower())
                            || PRAISE.contains(word.lower()))
        ? Optional.of("You're welcome.")
        : Optional.empty();
  }

  /** True of what tells something and asks nothing. */
  static boolean stated(String said) {
    return STATEMENT.matcher(said).lookingAt() && !said.strip().endsWith("?");
  }

  /** True of a sentence that tells of the person and asks for nothing: {@code I own a bicycle.} */
  static boolean told(String sentence) {
    return TOLD.matcher(sentence).lookingAt() && !WISH.matcher(sentence).find();
  }

  static String unable(List<ToolSpec> tools) {
    return UNABLE + " " + SELF + can(tools);
  }

  private static String can(List<ToolSpec> tools) {
    if (tools.isEmpty()) {
      return "";
    }
    String names =
        tools.stream()
            .limit(MOST_TOOLS)
            .map(tool -> Shown.words(tool.name()))
            .collect(Collectors.joining(", "));
    return " I can help with: " + names + (tools.size() > MOST_TOOLS ? ", and more." : ".");
  }

  /** True of an answer that says nothing. */
  static boolean empty(String answer) {
    return answer.startsWith(UNABLE) || answer.equals(NOTED);
  }

  /** Asks for what a call lacks, in the words of its schema. */
  static String question(List<Slot> missing) {
    String question = question(missing.getFirst());
    if (missing.size() > 1) {
      question +=
          " And: " + Shown.joined(missing.stream().skip(1).map(Talk::name).toList(), " and ") + "?";
    }
    return question;
  }

  private static String question(Slot slot) {
    String description = slot.description().strip().replaceFirst("[.]$", "");
    String first = description.toLowerCase(Locale.ROOT);
    boolean fits = !description.isEmpty() && description.length() <= LONGEST;
    if (!slot.choices().isEmpty() && slot.choices().size() <= MOST_CHOICES) {
      return "Which " + name(slot) + ": " + Shown.joined(slot.choices(), " or ") + "?";
    }
    if (fits && first.startsWith("what ")) {
      return description + "?";
    }
    if (fits && first.startsWith("the ") && slot.choices().isEmpty()) {
      return "What is the " + description.substring(4) + "?";
    }
    String such = slot.examples().isEmpty() ? "" : ", such as " + slot.examples().getFirst();
    return "Which " + name(slot) + " do you mean" + such + "?";
  }

  /** {@code product} for {@code product_name}: whoever is asked for a product names it. */
  private static String name(Slot slot) {
    List<Word> words = slot.words();
    boolean named = words.size() > 1 && words.getLast().lower().equals("name");
    return words.subList(0, words.size() - (named ? 1 : 0)).stream()
        .map(Word::lower)
        .collect(Collectors.joining(" "));
  }
}
