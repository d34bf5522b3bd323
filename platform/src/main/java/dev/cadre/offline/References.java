package dev.cadre.offline;

import dev.cadre.offline.Conversation.Turn;
import dev.cadre.offline.RoutingForm.Part;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the name of a thing where a task says {@code it}: whoever gets the task has not heard the
 * rest.
 */
final class References {
  private static final Pattern IT =
      Pattern.compile(
          "\\b(?:it|that one|this one|them)\\b(?!\\s+(?:is|was)\\s+(?:\\w+ing|raining)\\b)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern ITS =
      Pattern.compile("\\b(?:its|their)\\b", Pattern.CASE_INSENSITIVE);

  /** Ids, and names that are written as no other word is. */
  private static final Pattern NAME =
      Pattern.compile(
          "\\b(?:\\p{Lu}[\\p{Lu}\\d]*-?\\d[\\p{Alnum}-]*|\\p{Lu}\\p{Ll}+\\p{Lu}\\p{Alpha}+)\\b");

  private final Conversation conversation;

  References(Conversation conversation) {
    this.conversation = conversation;
  }

  List<Part> resolved(List<Part> parts) {
    List<Part> resolved = new ArrayList<>();
    for (Part part : parts) {
      resolved.add(new Part(part.choice(), resolved(part)));
    }
    return resolved;
  }

  private String resolved(Part part) {
    Matcher it = IT.matcher(part.task());
    Matcher its = ITS.matcher(part.task());
    boolean owned = its.find();
    if ((!owned && !it.find()) || !names(part.task()).isEmpty() || heard(part.choice())) {
      return part.task();
    }
    Set<String> known = names(conversation.current().said());
    Turn before = conversation.previous();
    if (known.isEmpty() && before != null) {
      known = names(before.said());
      known = known.isEmpty() ? names(before.answer()) : known;
    }
    if (known.size() != 1) {
      return part.task();
    }
    String name = Matcher.quoteReplacement(known.iterator().next());
    return owned ? its.replaceFirst(name + "'s") : it.replaceFirst(name);
  }

  /** Whoever was asked in the turn before knows what was spoken of then, unless it is named now. */
  private boolean heard(Tool choice) {
    Turn before = conversation.previous();
    return names(conversation.current().said()).isEmpty()
        && before != null
        && before.calls().stream()
            .anyMatch(call -> call.call().name().equals(choice.spec().name()));
  }

  private static Set<String> names(String text) {
    Set<String> names = new LinkedHashSet<>();
    Matcher name = NAME.matcher(text);
    while (name.find()) {
      names.add(name.group());
    }
    return names;
  }
}
