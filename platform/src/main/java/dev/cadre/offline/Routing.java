package dev.cadre.offline;

import dev.cadre.embedding.Embedder;
import dev.cadre.model.ToolSpec;
import dev.cadre.object.Attached;
import dev.cadre.offline.Choosing.Place;
import dev.cadre.offline.Conversation.Turn;
import dev.cadre.offline.RoutingForm.Filled;
import dev.cadre.offline.RoutingForm.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Shares a request out: each clause to the choice whose description is nearest, a continuation to
 * whoever answered before. What is near to none is left to be asked back.
 */
final class Routing {
  private static final double SURE = 0.9;
  private static final double CLEAR = 0.75;
  private static final double UNCLEAR = 0.3;

  /** Words of a description that no other has leave little doubt. */
  private static final double NAMED = 0.9;

  private static final double LEAD = 0.005;
  private static final double CLAUSE_LEAD = 0.03;
  private static final double LEAST = 0.5;

  /** What is nobody's work is much nearer to that than to any description. */
  private static final double ELSEWHERE = 0.01;

  private static final int SHORT = 8;
  private static final Pattern SENTENCE = Pattern.compile("[.!]\\s*$");
  private static final Pattern FOLLOWS =
      Pattern.compile(
          "(?i)^\\s*(?:and|also|then|so|what about|how about|no|nope|yes|actually|sorry|wait|i"
              + " mean|i meant|rather|instead|same|the (?:first|second|third|last|other|next))\\b");

  private final RoutingForm form;
  private final Choosing choosing;
  private final Spelling spelling;

  Routing(Embedder embedder, RoutingForm form) {
    this.form = form;
    this.choosing = new Choosing(embedder, form.choices());
    this.spelling = new Spelling(form.choices());
  }

  private Place place(String text) {
    return choosing.place(spelling.mended(text.strip()));
  }

  Filled decide(Conversation conversation) {
    String said = conversation.current().said();
    List<ToolSpec> specs = form.choices().stream().map(Tool::spec).toList();
    Optional<String> talk = Talk.answer(said, specs);
    if (talk.isPresent()) {
      return new Filled(List.of(), talk.get(), SURE, "it needs nobody");
    }
    List<Part> parts = parts(conversation);
    if (parts.size() > 1) {
      return new Filled(
          new References(conversation).resolved(parts), "", SURE, "each part names its own");
    }
    return ofFiles(conversation)
        .or(
            () ->
                calculating(said)
                    .map(
                        choice ->
                            new Filled(
                                List.of(new Part(choice, said.strip())),
                                "",
                                SURE,
                                "it calculates")))
        .orElseGet(() -> one(conversation, said));
  }

  /** A formula has no words; it is for whoever calculates, and a quantity for whoever converts. */
  private Optional<Tool> calculating(String said) {
    Text text = Text.of(said);
    boolean formula =
        Patterns.in(text).stream().anyMatch(mention -> mention.is(Value.Kind.FORMULA));
    String does = formula ? "calculates" : Conversion.in(text).isPresent() ? "converts" : "";
    return form.choices().stream()
        .filter(choice -> !does.isEmpty() && choice.stems().contains(Stem.of(does)))
        .findFirst();
  }

  /** What is asked with a file is asked of the file, by whoever reads such files. */
  private Optional<Filled> ofFiles(Conversation conversation) {
    String said = conversation.current().said();
    return conversation.now().files().stream()
        .flatMap(file -> reader(file).stream())
        .findFirst()
        .map(
            choice ->
                new Filled(
                    List.of(new Part(choice, said.strip())), "", SURE, "it reads such files"));
  }

  private Filled one(Conversation conversation, String said) {
    Turn before = conversation.previous();
    boolean silent = Choosing.stems(said).isEmpty();
    Place place = place(said);
    Tool earlier = silent || nearer(place) || follows(said) ? earlier(before, place) : null;
    boolean ofFile = !conversation.attachments().files().isEmpty();
    Tool asking = asking(before);
    if (asking != null && Text.of(said).size() <= SHORT && place.best().words() < NAMED) {
      return goesOn(asking, said);
    }
    if (earlier != null && (ofFile || place.best().words() < NAMED) && follows(said)) {
      return goesOn(earlier, said);
    }
    if (!silent && clear(place)) {
      return to(conversation, place.best().choice(), said, confidence(place));
    }
    if (before != null && before.calls().isEmpty() && before.answer().endsWith("?")) {
      // It answers a question: what was unclear and what is said now are one request.
      String both = before.said().strip() + " " + said.strip();
      Place together = place(both);
      if (!Choosing.stems(both).isEmpty() && clear(together)) {
        return to(conversation, together.best().choice(), both, confidence(together));
      }
    }
    if (earlier != null) {
      return goesOn(earlier, said);
    }
    boolean elsewhere = silent || !nearer(place);
    return new Filled(
        List.of(new Part(place.best().choice(), said.strip())),
        "",
        elsewhere ? 0.1 : UNCLEAR,
        "it is near to no description");
  }

  /** Who asked something back in the turn before; null for nobody. */
  private static @Nullable Tool asked(Turn before, List<Tool> choices) {
    for (Conversation.Exchange call : before.calls().reversed()) {
      String answer = Shown.plain(call.result()).strip();
      if (!call.failed() && answer.endsWith("?")) {
        for (Tool choice : choices) {
          if (choice.spec().name().equals(call.call().name())) {
            return choice;
          }
        }
      }
    }
    return null;
  }

  private @Nullable Tool asking(@Nullable Turn before) {
    return before == null ? null : asked(before, form.choices());
  }

  private static boolean follows(String said) {
    return FOLLOWS.matcher(said).find() && Text.of(said).size() <= SHORT;
  }

  private static Filled goesOn(Tool earlier, String said) {
    return new Filled(
        List.of(new Part(earlier, said.strip())),
        "",
        CLEAR,
        "it goes on with what was asked before");
  }

  private static Filled to(Conversation conversation, Tool choice, String task, double confidence) {
    List<Part> part = List.of(new Part(choice, task.strip()));
    return new Filled(
        new References(conversation).resolved(part), "", confidence, "its description is nearest");
  }

  private static double confidence(Place place) {
    return place.best().words() >= NAMED ? SURE : CLEAR;
  }

  private static boolean clear(Place place) {
    return place.best().words() >= NAMED ? place.lead() > 0 : nearer(place) && place.lead() >= LEAD;
  }

  /** Nearer to a choice than to what is nobody's work here. */
  private static boolean nearer(Place place) {
    return place.best().words() > 0
        || (place.best().meaning() >= LEAST
            && place.best().meaning() >= place.elsewhere() - ELSEWHERE);
  }

  /** Whoever answered the turn before; of several the nearest. */
  private @Nullable Tool earlier(@Nullable Turn before, Place place) {
    if (before == null) {
      return null;
    }
    return place.ranked().stream()
        .map(Choosing.Ranked::choice)
        .filter(
            choice ->
                before.calls().stream()
                    .anyMatch(call -> call.call().name().equals(choice.spec().name())))
        .findFirst()
        .orElse(null);
  }

  /**
   * A clause of which nobody's words speak belongs to the one before it, and what is only told to
   * the question after it.
   */
  private List<Part> parts(Conversation conversation) {
    String said = conversation.current().said();
    Map<Tool, StringBuilder> tasks = new LinkedHashMap<>();
    Map<Tool, Double> scores = new LinkedHashMap<>();
    StringBuilder pending = new StringBuilder();
    StringBuilder current = null;
    for (Clauses.Clause clause : Clauses.of(said)) {
      String text = said.substring(clause.start(), clause.end());
      boolean told =
          clause.end() < said.length() && SENTENCE.matcher(text).find() && Talk.told(text);
      Owner owner = told ? null : owner(conversation, ended(text));
      if (owner != null) {
        current = tasks.computeIfAbsent(owner.choice(), _ -> new StringBuilder());
        scores.merge(owner.choice(), owner.score(), Math::max);
        current.append(pending);
        pending.setLength(0);
      }
      (current == null || told ? pending : current).append(text);
    }
    List<Tool> best =
        tasks.keySet().stream()
            .sorted(Comparator.comparingDouble(choice -> -scores.getOrDefault(choice, 0.0)))
            .limit(form.most())
            .toList();
    List<Part> parts = new ArrayList<>();
    tasks.forEach(
        (choice, task) -> {
          if (best.contains(choice)) {
            parts.add(new Part(choice, ended(task.toString())));
          }
        });
    return parts;
  }

  /** Whose a clause is. */
  private record Owner(Tool choice, double score) {}

  private @Nullable Owner owner(Conversation conversation, String text) {
    Optional<Tool> certain = ofNamedFile(conversation, text).or(() -> calculating(text));
    if (certain.isPresent()) {
      return new Owner(certain.get(), Double.MAX_VALUE);
    }
    if (Choosing.stems(choosing.nameless(text)).isEmpty()) {
      return null;
    }
    Place place = place(text);
    return own(place) ? new Owner(place.best().choice(), place.best().score()) : null;
  }

  /** Of several files, the one whose name or kind a clause has. */
  private Optional<Tool> ofNamedFile(Conversation conversation, String text) {
    List<Attached> files = conversation.now().files();
    return files.size() < 2
        ? Optional.empty()
        : files.stream()
            .filter(file -> names(text, file))
            .findFirst()
            .flatMap(file -> reader(file));
  }

  private static boolean names(String text, Attached file) {
    List<String> stems = Text.of(text).words().stream().map(Word::stem).toList();
    return Text.ofName(file.name()).stream().anyMatch(word -> stems.contains(word.stem()))
        || stems.contains(Stem.of(file.noun()));
  }

  private Optional<Tool> reader(Attached file) {
    return form.choices().stream()
        .filter(choice -> choice.stems().contains(Stem.of(file.noun())))
        .findFirst();
  }

  private static boolean own(Place place) {
    return place.best().words() >= NAMED
        ? place.lead() > 0
        : nearer(place) && place.lead() >= CLAUSE_LEAD;
  }

  /** Without the word that joined it to the next. */
  private static String ended(String clause) {
    return clause
        .strip()
        .replaceFirst("(?i)(?:[,;]|\\s+(?:and|but|also|then|plus|or))+\\s*$", "")
        .strip();
  }
}
