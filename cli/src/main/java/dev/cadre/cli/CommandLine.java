package dev.cadre.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the words of one command line. Options stand anywhere and take their value as the next word
 * or after {@code =}; {@code --} ends them; {@code -} is a word like any other. A message to an
 * agent may begin with {@code @}: nothing is expanded.
 */
final class CommandLine {
  private final Arguments arguments = new Arguments();
  private final List<String> operands = new ArrayList<>();
  private Command command;
  private String name;

  CommandLine(Group root) {
    this.command = root;
    this.name = root.syntax().name();
  }

  /** The command that the words read so far name. */
  Command command() {
    return command;
  }

  /** The command with the groups it is in: {@code cadre keys create}. */
  String name() {
    return name;
  }

  Arguments arguments() {
    return arguments;
  }

  /** Throws {@link Failure} (USAGE) at the first word that has no place. */
  void read(String... words) {
    Deque<String> left = new ArrayDeque<>(List.of(words));
    boolean ended = false;
    while (!left.isEmpty()) {
      String word = left.poll();
      if (!ended && word.equals("--")) {
        ended = true;
      } else if (!ended && word.startsWith("-") && word.length() > 1) {
        option(word, left);
      } else if (command instanceof Group group) {
        enter(group, word);
      } else {
        operands.add(word);
      }
    }
  }

  private void enter(Group group, String word) {
    Command found = group.find(word);
    if (found == null) {
      String known = didYouMean(word, group.names());
      throw Failure.usage("'" + name + "' has no command '" + word + "'" + known);
    }
    command = found;
    name = name + " " + word;
  }

  private void option(String word, Deque<String> left) {
    int equals = word.startsWith("-") ? word.indexOf('=') : -1;
    String typed = equals < 0 ? word : word.substring(0, equals);
    Option option = known(typed);
    if (option == null) {
      throw unknown(typed);
    }
    if (option.isFlag()) {
      if (equals >= 0) {
        throw Failure.usage(typed + " takes no value");
      }
      if (!arguments.has(option)) {
        arguments.add(option, "");
      }
      return;
    }
    String value = equals >= 0 ? word.substring(equals + 1) : left.poll();
    if (value == null || (equals < 0 && known(value) != null)) {
      throw Failure.usage(typed + " needs its " + option.label());
    }
    arguments.add(option, value);
  }

  private @Nullable Option known(String typed) {
    for (Option option : command.syntax().options()) {
      if (option.names().contains(typed)) {
        return option;
      }
    }
    return null;
  }

  private Failure unknown(String typed) {
    List<Option> options = command.syntax().options();
    String near = didYouMean(typed, options.stream().flatMap(o -> o.names().stream()).toList());
    boolean takesRest = command.syntax().operands().stream().anyMatch(o -> o.count().repeats());
    String remedy = takesRest ? "; words with a hyphen go after --" : "";
    return Failure.usage("'" + name + "' has no option '" + typed + "'" + near + remedy);
  }

  private static String didYouMean(String typed, List<String> words) {
    List<String> near = Nearest.to(typed, words);
    return near.isEmpty() ? "" : ", did you mean " + String.join(" or ", near) + "?";
  }

  /** Gives each operand its place; throws {@link Failure} (USAGE) for one too many or missing. */
  Arguments complete() {
    Deque<String> left = new ArrayDeque<>(operands);
    for (Operand operand : command.syntax().operands()) {
      do {
        String value = left.poll();
        if (value == null) {
          break;
        }
        arguments.add(operand, value);
      } while (operand.count().repeats());
    }
    if (!left.isEmpty()) {
      throw Failure.usage("'" + name + "' has no use for '" + left.getFirst() + "'");
    }
    Syntax syntax = command.syntax();
    List<String> missing =
        Stream.<Parameter>concat(syntax.operands().stream(), syntax.options().stream())
            .filter(p -> p.count().needed() && !arguments.has(p))
            .map(Parameter::shown)
            .toList();
    if (!missing.isEmpty()) {
      throw Failure.usage("'" + name + "' needs " + String.join(" and ", missing));
    }
    return arguments;
  }
}
