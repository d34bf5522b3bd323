package dev.cadre.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
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
    CommandLine line = line(List.of(arguments));
    line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    // A message to an agent may begin with '@'; a prompt in quotes is one text.
    line.setExpandAtFiles(false);
    line.setParameterExceptionHandler((e, _) -> misused(e));
    line.setExecutionExceptionHandler((e, _, _) -> failed(e));
    return line.execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
  }

  /**
   * The commands that the arguments mention, or all when they mention none: picocli reads the
   * annotations of each, which is a fifth of a start that reads them all.
   */
  private CommandLine line(List<String> arguments) {
    Map<String, Supplier<Object>> commands = all();
    Set<String> mentioned = new LinkedHashSet<>(commands.keySet());
    mentioned.retainAll(arguments);
    boolean some = !mentioned.isEmpty() && !mentioned.contains("completion");
    var line = new CommandLine(cadre);
    commands.forEach(
        (name, command) -> {
          if (!some || mentioned.contains(name)) {
            line.addSubcommand(name, command.get());
          }
        });
    return line;
  }

  private Map<String, Supplier<Object>> all() {
    var commands = new LinkedHashMap<String, Supplier<Object>>();
    commands.put("configure", () -> new ConfigureCommand(cadre));
    commands.put("deploy", () -> new DeployCommand(cadre));
    commands.put("invoke", () -> new InvokeCommand(cadre));
    commands.put("status", () -> new StatusCommand(cadre));
    commands.put("list", () -> new ListCommand(cadre));
    commands.put("logs", () -> new LogsCommand(cadre));
    commands.put("sessions", () -> new SessionsCommand(cadre));
    commands.put("stop-session", () -> new StopSessionCommand(cadre));
    commands.put("exec", () -> new ExecCommand(cadre));
    commands.put("destroy", () -> new DestroyCommand(cadre));
    commands.put("keys", this::keys);
    commands.put("doctor", () -> new DoctorCommand(cadre, checks));
    commands.put("completion", () -> new CompletionCommand(cadre));
    commands.put("version", () -> new VersionCommand(cadre));
    return commands;
  }

  private CommandLine keys() {
    return new CommandLine(KeysCommand.group())
        .addSubcommand(new KeysCommand.Create(cadre))
        .addSubcommand(new KeysCommand.Show(cadre))
        .addSubcommand(new KeysCommand.Revoke(cadre));
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
