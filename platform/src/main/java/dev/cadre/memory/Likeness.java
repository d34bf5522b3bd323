package dev.cadre.memory;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reflects over episodes without a language model: those whose goals are about the same are put
 * together, with the steps that several of them took and what came of each.
 */
final class Likeness {
  static final String GOAL = "Goal: ";
  static final String STEP = "Step: ";
  static final String OUTCOME = "Outcome: ";

  /** Words that name what a group of episodes is about. */
  private static final int NAMED = 6;

  private static final int SHOWN = 5;
  private static final int MAX_PART = 200;

  private Likeness() {}

  private record Episode(Extractor.Turn turn, String goal, Set<String> about) {
    static Episode of(Extractor.Turn turn) {
      String goal = line(turn.text(), GOAL).stream().findFirst().orElse(turn.text());
      return new Episode(turn, goal, Sentences.telling(goal));
    }

    /** Half of the words of the shorter goal. */
    boolean like(Episode other) {
      long shared = about.stream().filter(other.about::contains).count();
      int fewer = Math.min(about.size(), other.about.size());
      return shared > 0 && shared * 2 >= fewer;
    }
  }

  /** One of each group of two episodes or more. */
  static List<Extractor.Candidate> reflections(List<Extractor.Turn> turns) {
    List<List<Episode>> groups = new ArrayList<>();
    for (Extractor.Turn turn : turns) {
      Episode episode = Episode.of(turn);
      // The first of a group says what it is about, so that its name stays as it grows.
      groups.stream()
          .filter(group -> group.getFirst().like(episode))
          .findFirst()
          .ifPresentOrElse(
              group -> group.add(episode), () -> groups.add(new ArrayList<>(List.of(episode))));
    }
    return groups.stream().filter(group -> group.size() > 1).map(Likeness::reflection).toList();
  }

  private static Extractor.Candidate reflection(List<Episode> group) {
    Episode first = group.getFirst();
    StringBuilder text =
        new StringBuilder("%d times the goal was like: %s".formatted(group.size(), first.goal()));
    for (String step : common(group)) {
      text.append("\nDone more than once: ").append(step);
    }
    group.reversed().stream()
        .limit(SHOWN)
        .forEach(
            episode ->
                line(episode.turn().text(), OUTCOME)
                    .forEach(outcome -> text.append("\nCame of it: ").append(cut(outcome))));
    return new Extractor.Candidate(
        text.toString(),
        first.about().stream().sorted().limit(NAMED).collect(Collectors.joining(" ")),
        group.stream().map(episode -> episode.turn().event()).toList());
  }

  private static Set<String> common(List<Episode> group) {
    Set<String> once = new LinkedHashSet<>();
    Set<String> more = new LinkedHashSet<>();
    for (Episode episode : group) {
      for (String step : Set.copyOf(line(episode.turn().text(), STEP))) {
        if (!once.add(cut(step)) && more.size() < SHOWN) {
          more.add(cut(step));
        }
      }
    }
    return more;
  }

  /** What follows {@code mark} in the lines that begin with it. */
  private static List<String> line(String text, String mark) {
    return text.lines()
        .filter(line -> line.startsWith(mark))
        .map(line -> line.substring(mark.length()).strip())
        .toList();
  }

  private static String cut(String text) {
    return Storable.fitting(text, MAX_PART);
  }
}
