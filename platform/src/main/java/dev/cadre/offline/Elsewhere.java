package dev.cadre.offline;

import java.util.List;

/**
 * What people ask of assistants whatever these are for. A request that is nearer to one of these
 * than to any choice is for none of the choices.
 */
final class Elsewhere {
  static final List<String> TOPICS =
      List.of(
          "questions of general knowledge",
          "geography: countries, cities, mountains and rivers",
          "history and famous people",
          "science, nature, animals and the universe",
          "mathematics, equations and calculations",
          "writing a poem, a song, a story or an essay",
          "telling a joke or a riddle",
          "cooking, recipes and food",
          "the weather forecast",
          "sports, matches and results",
          "news, politics and elections",
          "health, illness and medical advice",
          "law, taxes and finance",
          "translating into another language",
          "programming and source code",
          "films, books, music and games",
          "travel, flights, hotels, restaurants and tables",
          "the time and the date",
          "feelings, friendship, love and the meaning of life");

  private Elsewhere() {}
}
