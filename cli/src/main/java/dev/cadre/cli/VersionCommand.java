package dev.cadre.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "version",
    description = "Print the version of the command line and of its Java.",
    footer = {"Example:", "  cadre version"})
final class VersionCommand implements Callable<Integer> {
  private final Cadre cadre;

  VersionCommand(Cadre cadre) {
    this.cadre = cadre;
  }

  @Override
  public Integer call() {
    if (cadre.json()) {
      cadre.printJson(
          Json.object().put("version", Cadre.VERSION).put("java", Runtime.version().toString()));
    } else {
      cadre.terminal().print(Cadre.VERSION + " (Java " + Runtime.version() + ")");
    }
    return Exit.OK.code();
  }
}
