package dev.cadre.offline;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** What a parameter's words say its values are. */
enum Sense {
  PLACE(
      "city location place country region address state area destination origin town venue museum"
          + " airport station street neighborhood county"),
  PERSON(
      "person artist author player actor director customer user member employee friend composer"
          + " singer leader recipient attendee plaintiff"),
  DATE("date day checkin checkout birthday deadline"),
  TIME("time hour clock"),
  MONTH("month"),
  YEAR("year"),
  EMAIL("email mail e-mail"),
  URL("url link uri website webpage endpoint"),
  PHONE("phone telephone mobile tel"),
  ID("id identifier code sku reference isbn number ticket uuid key"),
  FORMULA("function expression equation formula polynomial"),
  REQUEST("task request prompt instruction instructions question"),
  PROSE(
      "query message text content body note description title subject reason comment topic keyword"
          + " keywords search summary problem issue symptom search_query"),
  FILE("file filename path folder directory document"),
  LANGUAGE("language lang"),
  CURRENCY("currency"),
  UNIT("unit units");

  /** Unmodifiable. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<String> words;

  Sense(String words) {
    this.words = Lexicon.set(words);
  }

  static Set<Sense> of(Collection<Word> name) {
    Set<Sense> senses = EnumSet.noneOf(Sense.class);
    for (Word word : name) {
      for (Sense sense : values()) {
        if (sense.words.contains(word.lower()) || sense.words.contains(singular(word.lower()))) {
          senses.add(sense);
        }
      }
    }
    return senses;
  }

  private static String singular(String word) {
    return word.endsWith("ies")
        ? word.substring(0, word.length() - 3) + "y"
        : word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
  }
}
