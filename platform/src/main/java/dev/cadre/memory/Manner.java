package dev.cadre.memory;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a sentence is meant, as far as its words tell: what is supposed, wished, guessed, asked or
 * told of others is not what its speaker says of themselves. In doubt it is not taken for said.
 */
final class Manner {
  private static final String I = "(?:i|we)";

  /** Begins what holds in a thought alone, also for the sentences after it. */
  private static final Pattern SUPPOSED =
      whole(
          "(?:(?:ok|okay|so|now|well|and),?"
              + " )?(?:suppos(?:e|ing)|imagine|pretend(?:ing)?|assum(?:e|ing)|let'?s"
              + " (?:say|assume|pretend|imagine)|hypothetically|say (?=i|we|my)|what if|as if|as"
              + " though)\\b.*");

  /** Ends what was supposed. */
  private static final Pattern IN_EARNEST =
      whole("(?:but|actually|in fact|in reality|really|anyway|by the way|btw|no|seriously)\\b.*");

  private static final Pattern CONDITION =
      whole(
          ".*\\b(?:if|unless|in case|whether|otherwise|as though)\\b.*"
              + "|(?:(?:so|and|but|well),? )?(?:were|had|should) "
              + I
              + "\\b.*");

  /** What may be, or should be, or is wished for. */
  private static final Pattern UNSURE =
      whole(
          ".*\\b(?:maybe|perhaps|probably|possibly|might|could|should|almost|nearly|supposedly|apparently)\\b.*"
              // The month is no doubt.
              + "|.*(?<!\\b(?:in|of|on|since|until|by|last|next|this) )(?-i:\\bmay\\b)(?!"
              + " \\d).*|.*\\b(?:would|\\w+'d)(?! (?:\\w+"
              + " )?(?:like|love|hate|prefer|rather)\\b).*|.*\\b(?:not sure|unsure|not certain|no"
              + " idea|don't know|do not know|can't remember)\\b.*|.*\\bi(?:'m| am| was)? (?:don't"
              + " |do not |\\w+ )?(?:think|guess|suppose|believe|assume|doubt|wonder|wish|hope|feel"
              + " like|bet|thinking"
              + "|considering|wondering|hoping|guessing|tempted|joking|kidding)\\b.*");

  /** Somebody says so; of oneself and of the listener it is no news. */
  private static final Pattern REPORTED =
      whole(
          ".*\\b(?:said|says|saying|told|tells|thinks?|believes?|claims?|claimed|asked|asks|wrote|writes|according"
              + " to|heard|insists?|insisted|mentioned|suggests?|suggested|calls? me)\\b.*");

  private static final Pattern OWN_WORDS =
      whole(
          ".*\\b(?:(?:i|we)(?:'ve| have| just| already)?"
              + " (?:said|say|told|tell|mentioned|wrote|asked|mean|meant)|you"
              + " (?:said|say|told|asked))\\b.*");

  private static final Pattern QUOTE = Pattern.compile("[\"“”„«»]");

  /** Sentences that ask, greet, thank or only react say nothing worth keeping. */
  private static final Pattern SMALL_TALK =
      whole(
          "(?:hi|hello|hey|thanks|thank you|ok|okay|sure|great|cool|nice|bye|good"
              + " (?:morning|night|evening)|never mind|please(?! (?:always|never|call"
              + " me|answer|reply|respond|speak|talk|write)\\b)"
              + "|can|what|who|where|when|why|how|which|whose|tell|show|let|give|help|you|your|you're|it|it's|this|that|that's|there|(?:do|does|did|is|are|am|was|were|have|has|would|will|should|could|may)"
              + " (?:i|we|you|he|she|it|they|there|this|that|my|your|the|any|anybody|anyone)|(?:i|we)(?:'ll|"
              + " will)? (?:see|understand|agree|get it|got it|forgot|tried|try|give up|know|don't"
              + " believe|didn't)|(?:i|we)(?:'ve| have) (?:tried|seen that|done that))\\b.*");

  private static final String FEELING =
      "(?:(?:really|very|so|just|quite|a bit|a"
          + " little|pretty|too|totally|still|already|also|getting|feeling|\\w+ly) )*+"
          + "(?:angry|tired|sorry|sad|happy|glad|upset|frustrated|annoyed|confused|bored|busy|ready|back|here|there|done|fine|ok|okay|good"
          + "|great|late|early|stuck|unable|lost|hungry|thirsty|cold|hot|ill|sick|scared|worried|excited|curious|surprised|disappointed|exhausted|broken|down|slow|wrong|missing|empty|stale|gone|dead|open|closed|full|crazy|in"
          + " a hurry|on my way|at home)";

  /** What somebody is at this moment, which is over before anyone asks. */
  private static final Pattern MOMENT =
      whole(
          "(?:(?:i|we)(?:'m|'re| am| are| was| were| feel| felt)|(?:my|our) [\\w' -]{1,60}?"
              + " (?:is|are|was|were)) (?:"
              + FEELING
              + "\\b.*|(?:\\w+"
              + " )?(?:getting|trying|waiting|looking|wondering|asking|having|calling|writing|about"
              + " to|talking)\\b.*)");

  /** Speaks of what is spoken, and not of the world. */
  private static final Pattern DISCOURSE =
      whole(
          "(?:my|our) (?:\\w+"
              + " )?(?:question|point|guess|problem|issue|opinion|understanding|apologies|apology|bad|mistake|request|answer"
              + "|impression|hope|feeling|thoughts?)\\b.*");

  private static final Pattern GOING_ON =
      whole(
          "(?:my|our|the) [\\w' -]{1,60}? (?:is|are|was|were|keeps?|won't) (?:\\w+ )?\\w+ing\\b.*");

  /** What nobody should find again. */
  private static final Pattern SECRET =
      whole(
          ".*\\b(?:password|passcode|passphrase|passwort|pin code|pin number|my pin|cvv|secret"
              + " key|api key|access token|private key)\\b.*");

  private static final Pattern TIME =
      Pattern.compile(
          "\\b(?:\\d{1,4}(?:st|nd|rd|th)?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|june|july|august|september|october|november|december|spring|summer|autumn|fall|winter|tomorrow|(?:next|this|every|each)"
              + " \\w+)\\b",
          Pattern.CASE_INSENSITIVE);

  private static final Set<String> PRONOUNS =
      Set.of("he", "she", "they", "he's", "she's", "they're", "his", "her", "their", "him", "them");

  private static final Pattern OPENING =
      Pattern.compile("^(?:(?:and|but|so|oh|well|also|now|yes|no),? )+", Pattern.CASE_INSENSITIVE);

  private Manner() {}

  private static Pattern whole(String pattern) {
    return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }

  /** True when what follows holds in a thought alone, until {@link #inEarnest}. */
  static boolean supposes(String sentence) {
    return SUPPOSED.matcher(sentence).matches();
  }

  static boolean inEarnest(String sentence) {
    return IN_EARNEST.matcher(sentence).matches();
  }

  /** True when a speaker stands by {@code clause}, whoever it is about. */
  static boolean asserts(String clause) {
    return !clause.endsWith("?")
        && !supposes(clause)
        && !CONDITION.matcher(clause).matches()
        && !UNSURE.matcher(clause).matches()
        && !OWN_WORDS.matcher(clause).matches();
  }

  /** True when somebody's words or thoughts are told, or a quotation stands in it. */
  static boolean reports(String clause) {
    return REPORTED.matcher(clause).matches() || quotes(clause);
  }

  static boolean quotes(String sentence) {
    return QUOTE.matcher(sentence).find();
  }

  /** True when nobody will want, or should get, to know it tomorrow. */
  static boolean passes(String clause) {
    return SMALL_TALK.matcher(clause).matches()
        || SECRET.matcher(clause).matches()
        || DISCOURSE.matcher(clause).matches()
        || MOMENT.matcher(clause).matches()
        || (GOING_ON.matcher(clause).matches() && !TIME.matcher(clause).find());
  }

  /** True when a number, a day, a month or a season stands in it. */
  static boolean tellsTime(String text) {
    return TIME.matcher(text).find() || text.chars().anyMatch(Character::isDigit);
  }

  /** True when it speaks of somebody whom only a sentence before names. */
  static boolean refersBack(String sentence) {
    var words = Sentences.words(OPENING.matcher(sentence).replaceFirst(""));
    return !words.isEmpty() && PRONOUNS.contains(words.getFirst());
  }
}
