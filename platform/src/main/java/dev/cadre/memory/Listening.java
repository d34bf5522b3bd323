package dev.cadre.memory;

import dev.cadre.memory.Extractor.Candidate;
import dev.cadre.memory.Extractor.Turn;
import java.util.ArrayList;
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
    Said before = last;
    Matcher correction = CORRECTION.matcher(sentence.replace('’', '\''));
    if (correction.matches()) {
      if (before != null && before.statement() != null) {
        corrected(before, before.statement(), correction.group(1).strip(), sentence, event);
      }
    } else if (Manner.refersBack(sentence)) {
      if (before != null) {
        joined(before, sentence, event);
      }
    } else {
      List<Statement> statements = Statement.of(sentence);
      statements.forEach(statement -> keep(statement, List.of(event)));
      last = new Said(sentence, event, statements.isEmpty() ? null : statements.getLast());
    }
  }

  private void corrected(Said before, Statement was, String with, String sentence, String event) {
    String value = was.value();
    boolean placed = value != null && PLACING.matcher(value).find();
    Matcher placing = PLACING.matcher(value == null ? "" : value);
    String whole =
        placed && placing.find() && !PLACING.matcher(with).find() ? placing.group() + with : with;
    Statement now = was.corrected(value == null ? sentence : whole);
    keep(now, Stream.of(before.event(), event).distinct().toList());
    last = new Said(sentence, event, now);
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
