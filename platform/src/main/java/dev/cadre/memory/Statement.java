package dev.cadre.memory;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A sentence of a person that says something worth knowing. What it is about is known for the forms
 * in which people speak of themselves, so that what they say later replaces it.
 *
 * @param text the sentence as it was said, or in the third person where its form is known
 * @param subject null where the form is not known
 */
record Statement(String text, @Nullable String subject, boolean preference) {
  private static final int MIN_WORDS = 3;
  private static final int MAX_WORDS = 60;
  private static final int MAX_LENGTH = 600;

  /** Ends what a form takes: a clause that begins another thought. */
  private static final String REST =
      "([^.!?;]{1,200}?)(?:,? (?:but|because|since|so|and i) .*)?[.!]*";

  private static final String NOW =
      "(?:(?:actually|now|well|so|and|but|oh|yes|no|hi|hello|hey),? ){0,3}";

  /**
   * How people speak of themselves. {@code subject} and {@code text} refer to the groups of the
   * pattern.
   */
  private record Form(Pattern pattern, String subject, String text, boolean preference) {}

  private static final List<Form> FORMS =
      List.of(
          form("my name(?:'s| is) " + REST, "name", "The user's name is $1.", false),
          form(
              "(?:please )?call me " + REST,
              "name to use",
              "The user wants to be called $1.",
              false),
          form(
              "my favou?rite " + REST + " (?:is|are) " + REST,
              "favourite $1",
              "The user's favourite $1 is $2.",
              true),
          form(
              "my ([\\w' -]{1,60}?) (?:is|are|was|will be) " + REST,
              "my $1",
              "The user's $1 is $2.",
              false),
          form("my ([\\w' -]{1,60}?)'s " + REST, "my $1", "The user's $1 is $2.", false),
          form(
              "i(?:'ve| have)? (?:just )?moved to " + REST, "home", "The user lives in $1.", false),
          form(
              "i(?: currently| now)? live (?:in|at|near) " + REST,
              "home",
              "The user lives in $1.",
              false),
          form("i(?:'m| am) from " + REST, "origin", "The user is from $1.", false),
          form(
              "i(?: currently| now)? work (?:at|for) " + REST,
              "employer",
              "The user works at $1.",
              false),
          form(
              "i(?: currently| now)? work as (?:an? )?" + REST,
              "occupation",
              "The user works as $1.",
              false),
          form(
              "i(?:'m| am) (\\d{1,3})(?: years old)?[.!]*",
              "age",
              "The user is $1 years old.",
              false),
          form("i was born (?:on|in) " + REST, "birth", "The user was born in $1.", false),
          form(
              "i(?:'m| am) (?:severely |very )?allergic to " + REST,
              "allergy $1",
              "The user is allergic to $1.",
              true),
          form(
              "i(?:'m| am) (?:an? )?(vegetarian|vegan|pescatarian|kosher|halal)[.!]*",
              "diet",
              "The user is $1.",
              true),
          form(
              "i(?:'d| would)? (?:really |much |always |usually )?prefer " + REST,
              "prefer $1",
              "The user prefers $1.",
              true),
          form(
              "i (?:really |absolutely |also )?(?:like|love|enjoy|adore) " + REST,
              "taste $1",
              "The user likes $1.",
              true),
          form(
              "i (?:really |absolutely )?(?:hate|dislike|detest|can't stand|cannot stand) " + REST,
              "taste $1",
              "The user dislikes $1.",
              true),
          form(
              "i (?:really )?(?:don't|do not|no longer) (?:really )?(?:like|love|enjoy|eat|drink|want) "
                  + "([^.!?;]{1,200}?)(?: any ?more)?[.!]*",
              "taste $1",
              "The user does not like $1.",
              true),
          form("i (?:always|usually|never|often) " + REST, null, "The user said: $0", true),
          form(
              "i(?:'m| am) (?:interested in|into|a (?:big )?fan of) " + REST,
              "taste $1",
              "The user likes $1.",
              true));

  /** Sentences that ask, greet, thank or only react say nothing worth keeping. */
  private static final Pattern SMALL_TALK =
      Pattern.compile(
          "(?:hi|hello|hey|thanks|thank you|ok|okay|sure|great|cool|nice|bye|good (?:morning|night|evening)|please"
              + "|can you|could you|would you|what|who|where|when|why|how|tell me|show me|let me|give me|help)\\b.*",
          Pattern.CASE_INSENSITIVE);

  /** What a sentence that says something about the world has. */
  private static final Set<String> SAYING =
      Set.of(
          ("am is are was were be been has have had i'm i've i'll i'd we're we've he's she's they're it's will going"
                  + " went got need want plan works lives likes loves met bought started moved married born joined left"
                  + " graduated studied study visited made took")
              .split(" ", -1));

  private static Form form(
      String pattern, @Nullable String subject, String text, boolean preference) {
    return new Form(
        Pattern.compile(NOW + pattern, Pattern.CASE_INSENSITIVE),
        subject == null ? "" : subject,
        text,
        preference);
  }

  /** Empty when the sentence says nothing worth keeping. */
  static Optional<Statement> of(String sentence) {
    String plain = sentence.replace('’', '\'').strip();
    if (plain.endsWith("?") || plain.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    for (Form form : FORMS) {
      Matcher matcher = form.pattern().matcher(plain);
      if (matcher.matches()) {
        String subject = form.subject().isEmpty() ? null : filled(form.subject(), matcher);
        return Optional.of(new Statement(filled(form.text(), matcher), subject, form.preference()));
      }
    }
    return general(plain);
  }

  private static Optional<Statement> general(String plain) {
    List<String> words = Sentences.words(plain);
    boolean says =
        words.size() >= MIN_WORDS
            && words.size() <= MAX_WORDS
            && words.stream().anyMatch(SAYING::contains)
            && Sentences.telling(plain).size() >= 2
            && !SMALL_TALK.matcher(plain).matches();
    return says ? Optional.of(new Statement(plain, null, false)) : Optional.empty();
  }

  private static String filled(String template, MatchResult match) {
    String text = template.replace("$0", match.group());
    for (int i = 1; i <= match.groupCount(); i++) {
      String group = match.group(i);
      text = text.replace("$" + i, group == null ? "" : turned(group.strip()));
    }
    return text;
  }

  /** From the speaker's mouth to the third person, as far as words alone tell. */
  private static String turned(String words) {
    return words
        .replaceAll("(?i)\\bmy\\b", "their")
        .replaceAll("(?i)\\bmyself\\b", "themselves")
        .replaceAll("(?i)\\bme\\b", "them")
        .replaceAll("\\s+", " ");
  }
}
