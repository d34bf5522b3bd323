package dev.cadre.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    description = "Print a completion script for bash and zsh.",
    footer = {"Example:", "  source <(cadre completion)"})
final class CompletionCommand implements Callable<Integer> {
  private final Cadre cadre;

  @Spec private CommandSpec spec = CommandSpec.create();

  CompletionCommand(Cadre cadre) {
    this.cadre = cadre;
  }

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    cadre.terminal().print(AutoComplete.bash("cadre", root));
    return Exit.OK.code();
  }
}
