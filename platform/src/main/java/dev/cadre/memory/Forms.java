package dev.cadre.memory;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The forms in which people speak of themselves, and what each says in the third person. */
final class Forms {
  /** A value: no end of a sentence stands in it, but dots within words do. */
  private static final String VALUE =
      "((?:[^.!?;]|[.](?=\\S)|(?<=\\b(?:St|Dr|Mr|Mrs|Ms|Prof))[.]){1,200}?)";

  /** What may follow a value and is none of it. */
  private static final String TAIL =
      "(?:,? (?:not|and not|rather than) [^,]{1,80})?(?:,? (?:by the way|btw|actually|though|too|as"
          + " well|right now|now|these days|at the moment|any ?more|any longer))*+"
          // What begins another thought goes to the end: nothing is tried twice.
          + "(?:,? (?:(?:but|because|since|so) .*|and"
          + " (?:i|i'm|i've|we|my|our|he|she|they|it|his|her|this|that|works?|lives?|am"
          + "|is|was|have|has|had|want|need|can)\\b.*))?[.!]*";

  private static final String REST = VALUE + TAIL;

  private static final String START =
      "(?:(?:actually|now|well|so|and|but|oh|yes|no|hi|hello|hey|sorry|also|today|wait|correction|that's"
          + " wrong|that is wrong|that's not right|not true|to be honest|honestly|in fact)[,:]?"
          + " ){0,4}";

  /** Somebody or something of the speaker's: a few words without a verb. */
  private static final String MINE =
      "(?:my|our) ((?:(?!(?:that|who|to|and|is|are|was|has|had|used)\\b)[\\w'-]+ ?){1,5}?)";

  private static final String AM = "i(?:'m| am)(?: actually| also| now| currently)?";
  private static final String DO = "i(?: actually| currently| now| also| still)?";
  private static final String NOT = "(?:(?:really|particularly|currently) )?";

  /**
   * One form. {@code subject} and {@code text} refer to the groups of the pattern.
   *
   * @param value the group that a correction replaces; 0 for none
   */
  private record Form(
      Pattern pattern, @Nullable String subject, String text, boolean preference, int value) {}

  private static final List<Form> FORMS =
      List.of(
          fact("my name(?:'s| is) " + REST, "name", "The user's name is $1."),
          fact(
              "(?:please )?call me (?!later|back|when|on|at)" + REST,
              "name to use",
              "The user wants to be called $1."),
          taste(
              "my favou?rite ([^.!?;]{1,60}?) (isn't|is not|aren't|are not) [^,]{1,80}, (?:it's|it"
                  + " is|but) "
                  + REST,
              "favourite $1",
              "The user's favourite $1 is $3."),
          taste(
              "my favou?rite ([^.!?;]{1,60}?) (is|are) (?!not\\b)" + REST,
              "favourite $1",
              "The user's favourite $1 $2 $3."),
          fact(
              MINE + "(?: (?:now|currently|still))? lives? (in|at|near) " + REST,
              "$1 home",
              "The user's $1 lives $2 $3."),
          fact(
              MINE
                  + "(?: has| have|'s)?(?: just| recently)? moved to (?!.*\\b(?:when|in \\d{4})\\b)"
                  + REST,
              "$1 home",
              "The user's $1 lives in $2."),
          fact(
              MINE + " (is|are|was|were|will be) (?!not\\b|\\w+ing\\b)" + REST,
              "my $1",
              "The user's $1 $2 $3."),
          fact(
              "(?:my|our) ([\\w' -]{1,60}?)'s ((?:an?|the|on|in|at|called|named|\\d)\\b.{1,200}?)"
                  + TAIL,
              "my $1",
              "The user's $1 is $2."),
          fact(
              "(?:i|we)(?:'ve| have)? (?:just |recently |finally )?moved to (?!.*\\b(?:when|in"
                  + " \\d{4})\\b)"
                  + VALUE
                  + "(?: (?:last|this|a|two|three|in|recently|ago) [\\w ]{1,30})?"
                  + TAIL,
              "home",
              "The user lives in $1."),
          fact(
              "(?:i|we)(?: currently| now| actually)? live (in|at|near|on) " + REST,
              "home",
              "The user lives $1 $2."),
          fact(
              "(?:i|we) (?:don't|do not|no longer) live (in|at) " + REST,
              "not home $2",
              "The user no longer lives $1 $2."),
          fact(AM + " (?:originally )?from " + REST, "origin", "The user is from $1."),
          fact(
              AM + " not (?:originally )?from " + REST,
              "not origin $1",
              "The user is not from $1."),
          fact(DO + " work (at|for) " + REST, "employer", "The user works $1 $2."),
          fact(DO + " work as (?:an? )?" + REST, "occupation", "The user works as $1."),
          fact(
              "i (?:(?:no longer|don't|do not) work|stopped working) (at|for) " + REST,
              "not employer $2",
              "The user no longer works $1 $2."),
          fact(
              AM + " ((?-i:\\p{Lu}[\\p{L}'-]+(?: \\p{Lu}[\\p{L}'-]+)?))[.!]*",
              "is $1",
              "The user is $1."),
          fact(AM + " (\\d{1,3})(?: years old)?[.!]*", "age", "The user is $1 years old."),
          fact("i was born (on|in) " + REST, "birth", "The user was born $1 $2."),
          taste(
              AM + " (?:severely |very |highly )?allergic to " + REST,
              "allergy $1",
              "The user is allergic to $1."),
          taste(
              AM + " not allergic to " + VALUE + "(?: after all)?" + TAIL,
              "allergy $1",
              "The user is not allergic to $1."),
          taste(
              AM + " (?:an? )?(vegetarian|vegan|pescatarian|kosher|halal)" + TAIL,
              "diet",
              "The user is $1."),
          taste(
              AM + " (no longer|not) (?:an? )?(vegetarian|vegan|pescatarian)" + TAIL,
              "diet",
              "The user is $1 $2."),
          taste(
              "i(?:'d| would)?" + " (?:really |much |always |usually |generally )?prefer " + REST,
              "prefer $1",
              "The user prefers $1."),
          taste(
              "i (?:really |absolutely |also |still )?(?:like|love|enjoy|adore)"
                  + " (?!it\\b|that\\b|this\\b|you\\b)"
                  + REST,
              "taste $1",
              "The user likes $1."),
          taste(
              "i (?:really |absolutely |also |still )?(?:hate|dislike|detest|can't stand|cannot"
                  + " stand) (?!it\\b|that\\b|this\\b|you\\b|to say\\b)"
                  + REST,
              "taste $1",
              "The user dislikes $1."),
          taste(
              "i "
                  + NOT
                  + "(?:don't|do not|no longer) "
                  + NOT
                  + "(?:like|love|enjoy) (?!it\\b|that\\b|this\\b)"
                  + REST,
              "taste $1",
              "The user does not like $1."),
          taste(
              "i "
                  + NOT
                  + "(?:don't|do not) "
                  + NOT
                  + "(eat|drink|smoke|want|use) (?!it\\b|that\\b|this\\b)"
                  + REST,
              "$1 $2",
              "The user does not $1 $2."),
          taste("i no longer (eat|drink|smoke|use) " + REST, "$1 $2", "The user does not $1 $2."),
          taste("i (?:don't|do not) (smoke|drink)" + TAIL, "$1", "The user does not $1."),
          taste(
              "i (?:can't|cannot|can not) (eat|drink) (?!it\\b|that\\b|this\\b)" + REST,
              "$1 $2",
              "The user cannot $1 $2."),
          taste(
              "i(?:'ve| have)? (?:stopped|quit|gave up|given up) (eating|drinking|smoking)(?: "
                  + VALUE
                  + ")??"
                  + "(?: ((?:last|this|in|a|two|three|four|five|ten|some|many|\\d+) [\\w ]{1,30}))?"
                  + TAIL,
              "$1 $2",
              "The user stopped $1 $2 $3."),
          taste(
              "(?:please )?(?:always )?(?:answer|reply|respond|write|speak|talk)(?: to me)? in"
                  + " (?!(?:an?|the|that|this|my|short|detail|brief)\\b)(\\p{L}+)(?: please| from"
                  + " now on| only)?"
                  + TAIL,
              "language of answers",
              "The user wants answers in $1."),
          taste(
              "(?:please )?(always|never) ([a-z]{3,15} [^.!?;]{2,160}?)[.!]*",
              null,
              "The user asks to $1 $2."),
          taste("i (?:always|usually|never|often) " + REST, null, "The user said: $0"),
          taste(
              AM
                  + " (?:really |very |also )?(?:interested in|into|a (?:big |huge )?fan of) "
                  + REST,
              "taste $1",
              "The user likes $1."),
          taste(
              AM
                  + " (?:really )?not (?:really )?(?:interested in|into|an? (?:big |huge )?fan of) "
                  + REST,
              "taste $1",
              "The user does not like $1."));

  private Forms() {}

  private static Form fact(String pattern, @Nullable String subject, String text) {
    return form(pattern, subject, text, false);
  }

  private static Form taste(String pattern, @Nullable String subject, String text) {
    return form(pattern, subject, text, true);
  }

  private static Form form(
      String pattern, @Nullable String subject, String text, boolean preference) {
    Pattern compiled = Pattern.compile(START + pattern, Pattern.CASE_INSENSITIVE);
    int last = text.lastIndexOf('$');
    int value = last < 0 ? 0 : text.charAt(last + 1) - '0';
    return new Form(compiled, subject, text, preference, value);
  }

  /** What a clause says of its speaker, where its form is known. */
  static Optional<Statement> match(String clause) {
    for (Form form : FORMS) {
      Matcher matcher = form.pattern().matcher(clause);
      if (matcher.matches()) {
        String subject = form.subject() == null ? null : filled(form.subject(), matcher).strip();
        String value = form.value() == 0 ? "" : group(matcher, form.value());
        return Optional.of(
            new Statement(
                filled(form.text(), matcher).replaceAll(" +(?=[. ])", ""),
                subject,
                form.preference(),
                value.isBlank() ? null : value));
      }
    }
    return Optional.empty();
  }

  private static String filled(String template, MatchResult match) {
    String text = template.replace("$0", match.group());
    for (int i = 1; i <= match.groupCount(); i++) {
      text = text.replace("$" + i, group(match, i));
    }
    return text;
  }

  private static String group(MatchResult match, int number) {
    String group = match.group(number);
    return group == null ? "" : turned(group);
  }

  /** From the speaker's mouth to the third person, as far as words alone tell. */
  private static String turned(String words) {
    return words
        .replaceAll("(?i)\\b(?:my|our)\\b", "their")
        .replaceAll("(?i)\\bmyself\\b", "themselves")
        .replaceAll("(?i)\\bme\\b", "them")
        .replaceAll("\\s+", " ");
  }
}
