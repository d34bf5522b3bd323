package dev.cadre.offline;

import dev.cadre.offline.Value.Amount;
import dev.cadre.offline.Value.Clock;
import dev.cadre.offline.Value.Day;
import dev.cadre.offline.Value.Kind;
import dev.cadre.offline.Value.Literal;
import dev.cadre.offline.Value.Moment;
import dev.cadre.offline.Value.Several;
import dev.cadre.offline.Value.Term;
import java.math.BigDecimal;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Turns a mention into the JSON that a slot takes, in the form its schema asks for. */
final class Values {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern DEFINED =
      Pattern.compile("^\\s*[a-z]\\s?(?:\\(\\s?[a-z]\\s?\\))?\\s?=\\s*");
  private static final Pattern ISO = Pattern.compile("-?P?T?\\d[\\dA-Z:.+-]*");
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private Values() {}

  /** Empty when the mention can't be the slot's value. */
  static Optional<JsonNode> of(Slot slot, Mention mention) {
    return switch (slot.type()) {
      case INTEGER, NUMBER -> number(slot, mention);
      case STRING, ANY -> text(slot, mention);
      case ARRAY -> array(slot, mention);
      case OBJECT ->
          mention.value() instanceof Literal(JsonNode json) && json.isObject()
              ? Optional.of(json)
              : Optional.empty();
      case BOOLEAN -> Optional.empty();
    };
  }

  private static Optional<JsonNode> number(Slot slot, Mention mention) {
    if (mention.value() instanceof Clock clock && slot.has(Sense.TIME)) {
      return Optional.of(JSON.numberNode(clock.time().getHour()));
    }
    if (!(mention.value() instanceof Amount amount)) {
      return Optional.empty();
    }
    BigDecimal number = amount.number().multiply(days(slot, amount));
    if (slot.type() == Slot.Type.INTEGER) {
      return amount.whole() ? Optional.of(integer(number)) : Optional.empty();
    }
    if (amount.percent() && (!slot.says("percent") || slot.says("decimal"))) {
      number = number.divide(HUNDRED);
    }
    return Optional.of(JSON.numberNode(number.doubleValue()));
  }

  /** Two weeks are 14 to a parameter that counts days. */
  private static BigDecimal days(Slot slot, Amount amount) {
    boolean weeks = Units.canonical(amount.unit()).filter("week"::equals).isPresent();
    boolean days = slot.words().stream().anyMatch(word -> word.lower().equals("days"));
    return weeks && days ? BigDecimal.valueOf(7) : BigDecimal.ONE;
  }

  private static JsonNode integer(BigDecimal number) {
    if (number.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) < 0) {
      return JSON.numberNode(number.intValue());
    }
    return number.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0
        ? JSON.numberNode(number.longValue())
        : JSON.numberNode(number.toBigInteger());
  }

  /** A format of JSON Schema is a promise of the tool's: nothing else would pass its check. */
  private static boolean formed(Slot slot, Value value) {
    if (slot.says("format: date-time")) {
      return value instanceof Moment;
    }
    if (slot.says("format: date")) {
      return value instanceof Day || value instanceof Moment;
    }
    if (slot.name().equals("sql") && value instanceof Term) {
      return false;
    }
    if (numbered(slot) && value instanceof Term(Kind kind, String words)) {
      return kind == Kind.QUOTED || words.chars().anyMatch(Character::isDigit);
    }
    if (slot.says("iso 8601") && value instanceof Term(Kind kind, String words)) {
      return kind == Kind.QUOTED || ISO.matcher(words).matches();
    }
    return !slot.says("format: email")
        || (value instanceof Term(Kind kind, String _) && kind == Kind.EMAIL);
  }

  /** True of an id whose every example has digits. */
  private static boolean numbered(Slot slot) {
    return slot.has(Sense.ID)
        && !slot.examples().isEmpty()
        && slot.examples().stream()
            .allMatch(example -> example.chars().anyMatch(Character::isDigit));
  }

  private static Optional<JsonNode> text(Slot slot, Mention mention) {
    if (!formed(slot, mention.value())) {
      return Optional.empty();
    }
    String text =
        switch (mention.value()) {
          case Term term -> term(slot, term);
          case Day day -> day(slot, day, mention.text());
          case Clock clock -> time(slot, clock, mention.text());
          case Moment moment -> moment(slot, moment, mention.text());
          case Amount amount -> amount(slot, amount, mention.text());
          case Several _ -> "";
          case Literal _ -> "";
        };
    boolean fits =
        !text.isEmpty() && (slot.pattern() == null || Matching.matches(slot.pattern(), text));
    return fits ? Optional.of(JSON.stringNode(text)) : Optional.empty();
  }

  /** {@code Thai food} is {@code Thai} to a parameter that is named food. */
  private static String term(Slot slot, Term term) {
    if (term.kind() == Kind.FORMULA) {
      return DEFINED.matcher(term.text()).replaceFirst("");
    }
    if (slot.has(Sense.CURRENCY)) {
      return Currencies.code(term.text()).orElse(term.text());
    }
    if (term.kind() != Kind.PHRASE && term.kind() != Kind.NAME) {
      return term.text();
    }
    List<Word> words = Text.of(term.text()).words();
    int from = 0;
    int to = words.size();
    while (to > from
        && ownWord(slot, words.get(to - 1))
        && (term.kind() == Kind.PHRASE || !words.get(to - 1).capital())) {
      to--;
    }
    while (to > from
        && ownWord(slot, words.get(from))
        && (term.kind() == Kind.PHRASE || !words.get(from).capital())) {
      from++;
    }
    return from == to
        ? ""
        : term.text().substring(words.get(from).start(), words.get(to - 1).end());
  }

  private static boolean ownWord(Slot slot, Word word) {
    return slot.words().stream().anyMatch(own -> own.stem().equals(word.stem()));
  }

  private static String day(Slot slot, Day day, String said) {
    Optional<String> form = dateForm(slot);
    if (form.isPresent()) {
      return day.date().format(DateTimeFormatter.ofPattern(form.get(), Locale.ENGLISH));
    }
    return day.relative() && slot.has(Sense.DATE) ? day.date().toString() : said;
  }

  /** The form of a date that a description asks for, in Java's letters. */
  private static Optional<String> dateForm(Slot slot) {
    String says = slot.description().toLowerCase(Locale.ROOT);
    for (String form :
        List.of(
            "yyyy-mm-dd",
            "month-day-year",
            "mm/dd/yyyy",
            "dd/mm/yyyy",
            "mm-dd-yyyy",
            "dd-mm-yyyy",
            "yyyy/mm/dd",
            "dd.mm.yyyy")) {
      if (says.contains(form)) {
        return Optional.of(form.equals("month-day-year") ? "MM-dd-yyyy" : form.replace("mm", "MM"));
      }
    }
    if (says.contains("iso") || says.contains("format: date")) {
      return Optional.of("yyyy-MM-dd");
    }
    for (String example : slot.examples()) {
      if (example.matches("\\d{4}-\\d{2}-\\d{2}")) {
        return Optional.of("yyyy-MM-dd");
      }
    }
    return Optional.empty();
  }

  private static String time(Slot slot, Clock clock, String said) {
    boolean wanted =
        slot.says("hh:mm")
            || slot.says("24-hour")
            || slot.says("24 hour")
            || slot.says("format: time");
    if (!wanted) {
      return said;
    }
    return slot.says("hh:mm:ss")
        ? clock.time().format(DateTimeFormatter.ISO_LOCAL_TIME)
        : clock.time().format(DateTimeFormatter.ofPattern("HH:mm"));
  }

  private static String moment(Slot slot, Moment moment, String said) {
    if (slot.says("format: date-time")
        || slot.says("iso 8601")
        || slot.says("iso8601")
        || slot.says("yyyy-mm-ddthh")) {
      return moment.at().format(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
    }
    if (slot.says("yyyy-mm-dd hh:mm")) {
      boolean seconds = slot.says("hh:mm:ss");
      return moment
          .at()
          .format(
              DateTimeFormatter.ofPattern(seconds ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm"));
    }
    return slot.has(Sense.DATE) && !slot.has(Sense.TIME) && dateForm(slot).isPresent()
        ? day(slot, new Day(moment.at().toLocalDate(), false), said)
        : said;
  }

  private static String amount(Slot slot, Amount amount, String said) {
    boolean bare = slot.has(Sense.ID) || slot.has(Sense.YEAR) || !Units.known(amount.unit());
    return bare ? said : said + " " + amount.unit();
  }

  private static Optional<JsonNode> array(Slot slot, Mention mention) {
    if (mention.value() instanceof Literal(JsonNode json)) {
      return json.isArray() ? Optional.of(json) : Optional.empty();
    }
    ArrayNode array = JSON.arrayNode();
    List<Mention> items =
        mention.value() instanceof Several several ? several.items() : List.of(mention);
    List<JsonNode> values = new ArrayList<>();
    for (Mention item : items) {
      Optional<JsonNode> value = slot.items() == null ? text(slot, item) : of(slot.items(), item);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      values.add(value.get());
    }
    array.addAll(values);
    return Optional.of(array);
  }
}
