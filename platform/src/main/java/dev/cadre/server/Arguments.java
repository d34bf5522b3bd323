package dev.cadre.server;

import dev.cadre.fault.Fault;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The words of a command line, from the first; {@code --name=value} is two of them. */
final class Arguments {
  private final Deque<String> rest;
  private final String help;

  /**
   * @param help the command that explains the options
   */
  Arguments(String[] words, String help) {
    this.rest = new ArrayDeque<>(List.of(words));
    this.help = help;
  }

  boolean more() {
    return !rest.isEmpty();
  }

  /** The next word: an option, or what stands by itself. */
  String next() {
    String word = rest.removeFirst();
    int equals = word.indexOf('=');
    if (word.startsWith("--") && equals > 0) {
      rest.addFirst(word.substring(equals + 1));
      return word.substring(0, equals);
    }
    return word;
  }

  /** What follows an option that needs something. */
  String value(String option) {
    String value = rest.pollFirst();
    if (value == null || value.isBlank()) {
      throw new Fault.Invalid(option + " needs a value; see " + help);
    }
    return value;
  }

  /** What follows an option that may stand alone, which is then switched on. */
  String valueOrTrue() {
    String next = rest.peekFirst();
    return next == null || next.startsWith("--") ? "true" : rest.removeFirst();
  }

  /** 0 has the machine pick one. */
  int port(String option) {
    String text = value(option);
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException notANumber) {
      // Told below, as a number out of range is.
    }
    throw new Fault.Invalid(option + " '" + text + "' must be a number from 0 to 65535");
  }
}
