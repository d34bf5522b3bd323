package dev.cadre.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a command line gave, by the parameter it was given for. */
final class Arguments {
  private final Map<Parameter, List<String>> given = new LinkedHashMap<>();

  /** Throws {@link Failure} for the second value of a parameter that has one. */
  void add(Parameter parameter, String value) {
    List<String> values = given.computeIfAbsent(parameter, _ -> new ArrayList<>(1));
    if (!values.isEmpty() && !parameter.count().repeats()) {
      throw Failure.usage(parameter.shown() + " is given twice");
    }
    values.add(value);
  }

  boolean has(Parameter parameter) {
    return given.containsKey(parameter);
  }

  List<String> all(Parameter parameter) {
    return List.copyOf(given.getOrDefault(parameter, List.of()));
  }

  /** The value; null when none was given. */
  @Nullable String text(Parameter parameter) {
    List<String> values = given.get(parameter);
    return values == null ? null : values.getFirst();
  }

  /** The value of a parameter that a command line cannot be without. */
  String needed(Parameter parameter) {
    String value = text(parameter);
    if (value == null) {
      throw Failure.usage(parameter.shown() + " is missing");
    }
    return value;
  }

  @Nullable Path path(Parameter parameter) {
    String value = text(parameter);
    try {
      return value == null ? null : Path.of(value);
    } catch (InvalidPathException e) {
      throw Failure.usage(parameter.shown() + " '" + value + "' is not a path");
    }
  }

  @Nullable Integer number(Parameter parameter) {
    String value = text(parameter);
    try {
      return value == null ? null : Integer.valueOf(value);
    } catch (NumberFormatException e) {
      throw Failure.usage(parameter.shown() + " '" + value + "' is not a whole number");
    }
  }

  /** Values of the form KEY=VALUE; the last one of a key stands. */
  Map<String, String> pairs(Parameter parameter) {
    var pairs = new LinkedHashMap<String, String>();
    for (String value : all(parameter)) {
      int equals = value.indexOf('=');
      if (equals < 1) {
        throw Failure.usage(parameter.shown() + " '" + value + "' is not KEY=VALUE");
      }
      pairs.put(value.substring(0, equals), value.substring(equals + 1));
    }
    return pairs;
  }
}
