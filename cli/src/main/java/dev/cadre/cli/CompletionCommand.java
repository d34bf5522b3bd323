package dev.cadre.cli;

import java.util.function.Supplier;

final class CompletionCommand implements Action {
  private final Supplier<Group> root;

  /** {@code root} has every command, this one among them. */
  CompletionCommand(Supplier<Group> root) {
    this.root = root;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of("completion", "Print a completion script for bash and zsh.")
        .examples("source <(cadre completion)");
  }

  @Override
  public int run(Cadre cadre, Arguments given) {
    cadre.terminal().print(Completion.script(root.get()));
    return Exit.OK.code();
  }
}
