package dev.cadre.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The commands by name, and what an error looks like: one line, with the remedy. */
final class Commands {
  private final Cadre cadre;
  private final LocalChecks checks;

  Commands(Surroundings surroundings, LocalChecks checks) {
    this.cadre = new Cadre(surroundings);
    this.checks = checks;
  }

  /** Runs one command line; returns the process's exit code. */
  int run(String... arguments) {
    Terminal terminal = cadre.terminal();
    CommandLine line = line();
    line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    // A message to an agent may begin with '@'; a prompt in quotes is one text.
    line.setExpandAtFiles(false);
    line.setParameterExceptionHandler((e, _) -> misused(e));
    line.setExecutionExceptionHandler((e, _, _) -> failed(e));
    return line.execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
  }

  private CommandLine line() {
    CommandLine keys =
        new CommandLine(KeysCommand.group())
            .addSubcommand(new KeysCommand.Create(cadre))
            .addSubcommand(new KeysCommand.Show(cadre))
            .addSubcommand(new KeysCommand.Revoke(cadre));
    return new CommandLine(cadre)
        .addSubcommand(new ConfigureCommand(cadre))
        .addSubcommand(new DeployCommand(cadre))
        .addSubcommand(new InvokeCommand(cadre))
        .addSubcommand(new StatusCommand(cadre))
        .addSubcommand(new ListCommand(cadre))
        .addSubcommand(new LogsCommand(cadre))
        .addSubcommand(new SessionsCommand(cadre))
        .addSubcommand(new StopSessionCommand(cadre))
        .addSubcommand(new ExecCommand(cadre))
        .addSubcommand(new DestroyCommand(cadre))
        .addSubcommand(keys)
        .addSubcommand(new DoctorCommand(cadre, checks))
        .addSubcommand(new CompletionCommand(cadre))
        .addSubcommand(new VersionCommand(cadre));
  }

  private int misused(ParameterException e) {
    Terminal terminal = cadre.terminal();
    String help = e.getCommandLine().getCommandSpec().qualifiedName() + " --help";
    List<String> near =
        e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
    String meant = near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
    terminal.note("cadre: " + e.getMessage() + meant + " ('" + help + "' shows an example)");
    return Exit.USAGE.code();
  }

  private int failed(Exception e) {
    if (e instanceof Failure failure) {
      cadre.terminal().note("cadre: " + failure.said());
      return failure.exit().code();
    }
    cadre.terminal().note("cadre: this is a defect, please report it: " + e);
    for (StackTraceElement frame : e.getStackTrace()) {
      cadre.terminal().note("    at " + frame);
    }
    return Exit.FAILED.code();
  }
}
