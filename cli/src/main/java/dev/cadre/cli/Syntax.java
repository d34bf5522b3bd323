package dev.cadre.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a command takes, as data: the parser, the help and the completion script read the same.
 *
 * @param name one word
 * @param summary one sentence
 * @param notes lines below the options of its help
 * @param examples command lines
 */
record Syntax(
    String name,
    String summary,
    List<Parameter> parameters,
    List<String> notes,
    List<String> examples) {
  Syntax {
    parameters = List.copyOf(parameters);
    notes = List.copyOf(notes);
    examples = List.copyOf(examples);
  }

  static Syntax of(String name, String summary) {
    return new Syntax(name, summary, List.of(), List.of(), List.of());
  }

  Syntax takes(Parameter... more) {
    var all = new ArrayList<Parameter>(parameters);
    all.addAll(List.of(more));
    return new Syntax(name, summary, all, notes, examples);
  }

  Syntax notes(String... lines) {
    return new Syntax(name, summary, parameters, List.of(lines), examples);
  }

  Syntax examples(String... lines) {
    return new Syntax(name, summary, parameters, notes, List.of(lines));
  }

  List<Operand> operands() {
    return only(parameters.stream(), Operand.class);
  }

  /** Its own options, then those of every command. */
  List<Option> options() {
    return only(Stream.concat(parameters.stream(), Cadre.OPTIONS.stream()), Option.class);
  }

  private static <T> List<T> only(Stream<? extends Parameter> parameters, Class<T> kind) {
    return parameters.filter(kind::isInstance).map(kind::cast).toList();
  }
}
