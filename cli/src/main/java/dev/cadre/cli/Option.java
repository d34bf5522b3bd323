package dev.cadre.cli;

import java.util.List;

/**
 * A word that begins with a hyphen, and mostly a value after it.
 *
 * @param names as typed, the short ones first
 * @param label empty for a flag, which has no value
 */
record Option(List<String> names, String label, Count count, String description)
    implements Parameter {
  Option {
    names = List.copyOf(names);
  }

  static Option flag(String description, String... names) {
    return new Option(List.of(names), "", Count.OPTIONAL, description);
  }

  static Option value(String label, String description, String... names) {
    return new Option(List.of(names), label, Count.OPTIONAL, description);
  }

  /** The same, given as often as {@code times} says. */
  Option given(Count times) {
    return new Option(names, label, times, description);
  }

  boolean isFlag() {
    return label.isEmpty();
  }

  @Override
  public String shown() {
    return names.getLast();
  }
}
