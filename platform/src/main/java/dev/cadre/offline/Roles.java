package dev.cadre.offline;

import java.util.Map;
import java.util.Set;

/** What a preposition says of the parameter whose value follows it. */
final class Roles {
  private static final Map<String, Set<String>> WORDS =
      Map.ofEntries(
          Map.entry(
              "from",
              Lexicon.set(
                  "from start starting origin source departure depart begin beginning initial"
                      + " sender lower min first old current base since")),
          Map.entry("between", Lexicon.set("start from lower min first begin initial")),
          Map.entry(
              "to",
              Lexicon.set(
                  "to end ending destination arrival arrive target final until upper max recipient"
                      + " new second receiver dest")),
          Map.entry("until", Lexicon.set("end until to deadline")),
          Map.entry(
              "in",
              Lexicon.set(
                  "location city place country region area state unit language year month currency"
                      + " format")),
          Map.entry(
              "at", Lexicon.set("location place venue time temperature rate speed hour price")),
          Map.entry("near", Lexicon.set("location city place area")),
          Map.entry("on", Lexicon.set("date day platform topic")),
          Map.entry("per", Lexicon.set("by group")),
          Map.entry("by", Lexicon.set("author artist director creator by user person deadline")),
          Map.entry(
              "for",
              Lexicon.set(
                  "duration years customer user guests people size number days hours query")),
          Map.entry("with", Lexicon.set("with attendee participant method message name")),
          Map.entry("after", Lexicon.set("start after min year")),
          Map.entry("before", Lexicon.set("end before max deadline")),
          Map.entry("under", Lexicon.set("max budget price limit")),
          Map.entry("over", Lexicon.set("min duration period")),
          Map.entry("into", Lexicon.set("to target currency unit language")),
          Map.entry("around", Lexicon.set("location radius time")),
          Map.entry("named", Lexicon.set("name title")),
          Map.entry("called", Lexicon.set("name title")),
          Map.entry("within", Lexicon.set("radius distance days max range")),
          Map.entry("using", Lexicon.set("method algorithm tool unit model")),
          Map.entry("about", Lexicon.set("topic query subject keyword")));

  private Roles() {}

  /** 1 when a word of the slot's name takes the preposition, 0 when none does. */
  static double of(String preposition, Slot slot) {
    Set<String> words = WORDS.getOrDefault(preposition, Set.of());
    for (Word word : slot.words()) {
      if (words.contains(word.lower())) {
        return 1;
      }
    }
    return 0;
  }

  static boolean opposed(String preposition, Slot slot) {
    return switch (preposition) {
      case "from" -> of("to", slot) > 0 && of("from", slot) == 0;
      case "to" -> of("from", slot) > 0 && of("to", slot) == 0;
      default -> false;
    };
  }
}
