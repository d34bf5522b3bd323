package dev.cadre.memory;

import dev.cadre.memory.Extractor.Candidate;
import dev.cadre.memory.Extractor.Turn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Hears turns one after the other, and what each means by those before it: whom "she" is, what "I
 * meant Friday" corrects, how long something is only supposed. Used by one thread.
 */
final class Listening {
  private static final int MAX_JOINED = 600;

  /** Statements that a correction may mean. */
  private static final int RECENT = 4;

  private static final Pattern CORRECTION =
      Pattern.compile(
          "(?:(?:oh|ah|hmm|um|sorry|no|wait|actually|oops|ok)[,.:;!]* )*(?:i meant(?: to say)?|i"
              + " mean|make (?:that|it)|correction:|that should be|it should be)"
              + " ((?:[^.!?;,]|[.](?=\\S)){1,60})(?:,? (?:not|rather than|instead of)"
              + " [^,]{1,60})?(?:,? (?:sorry|please))?[.!]*",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern DENIAL = Pattern.compile("not (\\w+) (.+)");

  private static final Pattern PLACING =
      Pattern.compile("^(?:on|in|at|around|about|near) ", Pattern.CASE_INSENSITIVE);

  private final Extractor.Request request;
  private final boolean preferences;
  private final List<Candidate> candidates = new ArrayList<>();
  private final Deque<Said> recent = new ArrayDeque<>();
  private @Nullable Said last;

  private record Said(String sentence, String event, @Nullable Statement statement) {}

  private Listening(Extractor.Request request, boolean preferences) {
    this.request = request;
    this.preferences = preferences;
  }

  /** What {@code request} has to say, in order. */
  static List<Candidate> to(Extractor.Request request, boolean preferences) {
    Listening listening = new Listening(request, preferences);
    request.before().forEach(listening::hear);
    listening.candidates.clear();
    request.turns().forEach(listening::hear);
    return List.copyOf(listening.candidates);
  }

  private void hear(Turn turn) {
    switch (turn.role()) {
      case USER -> person(turn);
      case OTHER -> note(turn);
      case ASSISTANT, TOOL -> {}
    }
  }

  /** Notes of no speaker stand alone. */
  private void note(Turn turn) {
    for (String sentence : Sentences.of(turn.text())) {
      Statement.of(sentence).forEach(s -> keep(s, List.of(turn.event())));
    }
  }

  private void person(Turn turn) {
    boolean supposed = false;
    for (String sentence : Sentences.of(turn.text())) {
      supposed = Manner.supposes(sentence) || (supposed && !Manner.inEarnest(sentence));
      if (!supposed) {
        sentence(sentence, turn.event());
      }
    }
  }

  private void sentence(String sentence, String event) {
    if (sentence.length() > MAX_JOINED) {
      // No sentence of a conversation, and patterns would be deep in it.
      last = null;
      return;
    }
    Said before = last;
    Matcher correction = CORRECTION.matcher(sentence.replace('’', '\''));
    if (correction.matches()) {
      corrected(correction.group(1).strip(), sentence, event);
    } else if (Manner.refersBack(sentence)) {
      if (before != null) {
        joined(before, sentence, event);
      }
    } else {
      List<Statement> statements = Statement.of(sentence);
      statements.forEach(statement -> keep(statement, List.of(event)));
      statements.forEach(statement -> remember(new Said(sentence, event, statement)));
      last = new Said(sentence, event, statements.isEmpty() ? null : statements.getLast());
    }
  }

  /** Of what was said last, a date can correct a date, and a name a name. */
  private void corrected(String with, String sentence, String event) {
    for (Said before : recent.reversed()) {
      Statement was = before.statement();
      String value = was == null ? null : was.value();
      if (was != null && value != null && Kind.of(value) == Kind.of(with)) {
        Matcher placing = PLACING.matcher(value);
        boolean placed = placing.find() && !PLACING.matcher(with).find();
        Statement now = was.corrected(placed ? placing.group() + with : with);
        keep(now, Stream.of(before.event(), event).distinct().toList());
        remember(new Said(sentence, event, now));
        return;
      }
    }
    Said before = last;
    if (before != null && before.statement() != null && before.statement().value() == null) {
      Statement now = before.statement().corrected(sentence);
      keep(now, Stream.of(before.event(), event).distinct().toList());
      last = new Said(sentence, event, now);
    }
  }

  /** What a value is like, by its look. */
  private enum Kind {
    /** Has a number, a day or a month. */
    COUNTED,
    NAMED,
    OTHER;

    static Kind of(String value) {
      String bare = PLACING.matcher(value).replaceFirst("");
      if (Manner.tellsTime(bare)) {
        return COUNTED;
      }
      return Character.isUpperCase(bare.codePointAt(0)) ? NAMED : OTHER;
    }
  }

  private void remember(Said said) {
    recent.add(said);
    if (recent.size() > RECENT) {
      recent.removeFirst();
    }
  }

  /** Kept with the sentence that says of whom it speaks. */
  private void joined(Said before, String sentence, String event) {
    String text = before.sentence() + " " + sentence;
    boolean said = !Statement.of(sentence).isEmpty() && !before.sentence().endsWith("?");
    if (said && text.length() <= MAX_JOINED) {
      List<String> events = Stream.of(before.event(), event).distinct().toList();
      if (before.statement() != null && before.statement().value() == null) {
        // It stands in the longer one.
        Optional<Candidate> shorter =
            candidates.stream().filter(c -> c.text().equals(before.sentence())).findFirst();
        shorter.ifPresent(candidates::remove);
      }
      keep(Statement.verbatim(text), events);
      last = new Said(text, before.event(), Statement.verbatim(text));
    }
  }

  private void keep(Statement statement, List<String> events) {
    if (!preferences || statement.preference()) {
      candidates.add(new Candidate(statement.text(), subject(statement), events));
    }
  }

  /** What is denied replaces what says so, and nothing else that is known about the same. */
  private @Nullable String subject(Statement statement) {
    String subject = statement.subject();
    Matcher denial = subject == null ? null : DENIAL.matcher(subject);
    if (denial == null || !denial.matches()) {
      return subject;
    }
    String denied = denial.group(2).toLowerCase(Locale.ROOT);
    boolean known =
        Stream.concat(
                request.known().stream(),
                candidates.stream()
                    .filter(c -> c.subject() != null)
                    .map(c -> new Extractor.Known(c.subject(), c.text())))
            .anyMatch(
                k ->
                    k.subject().equals(denial.group(1))
                        && k.text().toLowerCase(Locale.ROOT).contains(denied));
    return known ? denial.group(1) : subject;
  }
}
