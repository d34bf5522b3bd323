package dev.cadre.offline;

import dev.cadre.model.ToolSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the planner says of itself, and where nothing else is to be said. */
final class Talk {
  private static final int MOST_TOOLS = 8;
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
  private static final Set<String> GREETINGS =
      Lexicon.set("hi hello hey greetings good morning afternoon evening there everyone");
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
    if (!words.isEmpty() && words.stream().allMatch(word -> GREETINGS.contains(word.lower()))) {
      return Optional.of("Hello!" + can(tools));
    }
    boolean thanks =
        words.stream().anyMatch(w -> w.stem().equals("thank") || w.lower().equals("cheers"));
    return thanks && words.stream().allMatch(word -> THANKS.contains(word.lower()))
        ? Optional.of("You're welcome.")
        : Optional.empty();
  }

  /** True of what tells something and asks nothing. */
  static boolean stated(String said) {
    return STATEMENT.matcher(said).lookingAt() && !said.strip().endsWith("?");
  }

  static String unable(List<ToolSpec> tools) {
    return "I can't answer that. " + SELF + can(tools);
  }

  private static String can(List<ToolSpec> tools) {
    if (tools.isEmpty()) {
      return "";
    }
    String names =
        tools.stream()
            .limit(MOST_TOOLS)
            .map(tool -> Wording.words(tool.name()))
            .collect(Collectors.joining(", "));
    return " I can help with: " + names + (tools.size() > MOST_TOOLS ? ", and more." : ".");
  }

  /** Asks for what a call lacks. */
  static String question(Tool tool, List<Slot> missing) {
    Slot slot = missing.getFirst();
    String name = slot.words().stream().map(Word::lower).collect(Collectors.joining(" "));
    String description = slot.description().strip();
    StringBuilder question = new StringBuilder("Which ").append(name).append(" should I use");
    question.append(" to ").append(Wording.words(tool.spec().name())).append('?');
    if (!slot.choices().isEmpty()) {
      question.append(" One of: ").append(String.join(", ", slot.choices())).append('.');
    } else if (!description.isEmpty() && description.length() <= 160) {
      question
          .append(" (")
          .append(
              description.endsWith(".")
                  ? description.substring(0, description.length() - 1)
                  : description)
          .append(")");
    }
    if (missing.size() > 1) {
      question.append(" I also need: ");
      question.append(
          missing.stream()
              .skip(1)
              .map(s -> s.words().stream().map(Word::lower).collect(Collectors.joining(" ")))
              .collect(Collectors.joining(", ")));
      question.append('.');
    }
    return question.toString();
  }
}
