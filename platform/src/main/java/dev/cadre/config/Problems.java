package dev.cadre.config;

import dev.cadre.fault.Fault;
import dev.cadre.fault.Fault.Invalid.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Everything wrong with one configuration, told at once and in the order of its lines. */
final class Problems {
  // A text in the wrong language altogether is wrong everywhere.
  private static final int MAX_TOLD = 50;

  private final String source;
  private final List<Problem> found = new ArrayList<>();

  private record Problem(String path, int line, String message) {}

  /** {@code source} is what a person knows the text by, such as its file. */
  Problems(String source) {
    this.source = source;
  }

  void add(String path, int line, String message) {
    found.add(new Problem(path, line, message));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  Fault.Invalid fault() {
    List<Problem> told =
        found.stream().sorted(Comparator.comparingInt(Problem::line)).limit(MAX_TOLD).toList();
    String lines = told.stream().map(this::line).collect(Collectors.joining("\n"));
    String more = found.size() > MAX_TOLD ? "\nand " + (found.size() - MAX_TOLD) + " more" : "";
    return new Fault.Invalid(
        lines + more, told.stream().map(p -> new Field(p.path(), p.message())).toList());
  }

  private String line(Problem problem) {
    String subject = problem.path().isEmpty() ? "the text" : problem.path();
    return source + ":" + problem.line() + ": " + subject + " " + problem.message();
  }
}
