package dev.cadre.cli;

import java.util.ArrayList;
import java.util.List;

/** What {@code --help} prints, as lines no wider than a terminal usually is. */
final class Help {
  private static final int WIDTH = 100;
  private static final int WIDEST_TERM = 32;

  /** A term and what it means. */
  private record Entry(String term, String meaning) {}

  private final List<String> lines = new ArrayList<>();

  private Help() {}

  /** {@code name} is the command with the groups it is in. */
  static List<String> of(String name, Command command) {
    var help = new Help();
    Syntax syntax = command.syntax();
    help.lines.add("Usage: " + usage(name, command));
    help.lines.add(syntax.summary());
    if (command instanceof Group group) {
      help.section(
          "Commands:",
          group.commands().stream()
              .map(c -> new Entry(c.syntax().name(), c.syntax().summary()))
              .toList());
    }
    help.section("", syntax.operands().stream().map(Help::operand).toList());
    help.section("Options:", syntax.options().stream().map(Help::option).toList());
    if (!syntax.notes().isEmpty()) {
      help.lines.add("");
      help.lines.addAll(syntax.notes());
    }
    if (!syntax.examples().isEmpty()) {
      help.lines.add("");
      help.lines.add("Example:");
      syntax.examples().forEach(example -> help.lines.add("  " + example));
    }
    return help.lines;
  }

  private static String usage(String name, Command command) {
    var usage = new StringBuilder(name).append(" [OPTION...]");
    if (command instanceof Group) {
      usage.append(" COMMAND");
    }
    for (Operand operand : command.syntax().operands()) {
      String shown = operand.count().repeats() ? operand.label() + "..." : operand.label();
      usage.append(' ').append(operand.count().needed() ? shown : "[" + shown + "]");
    }
    return usage.toString();
  }

  private static Entry operand(Operand operand) {
    return new Entry(operand.label(), operand.description());
  }

  /** Long names stand below each other, whether there is a short one or not. */
  private static Entry option(Option option) {
    String first = option.names().getFirst();
    String indent = first.startsWith("--") ? "    " : "";
    String value = option.isFlag() ? "" : "=" + option.label();
    return new Entry(indent + String.join(", ", option.names()) + value, option.description());
  }

  private void section(String title, List<Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    lines.add("");
    if (!title.isEmpty()) {
      lines.add(title);
    }
    int column =
        entries.stream()
            .mapToInt(e -> e.term().length())
            .filter(n -> n <= WIDEST_TERM)
            .max()
            .orElse(0);
    for (Entry entry : entries) {
      add(entry, column + 4);
    }
  }

  private void add(Entry entry, int column) {
    var line = new StringBuilder("  ").append(entry.term());
    if (line.length() > column - 2) {
      lines.add(line.toString());
      line.setLength(0);
    }
    for (String word : entry.meaning().split(" ", -1)) {
      if (line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.repeat(' ', Math.max(1, column - line.length())).append(word);
    }
    lines.add(line.toString());
  }
}
