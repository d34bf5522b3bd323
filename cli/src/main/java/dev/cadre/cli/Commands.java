package dev.cadre.cli;

import java.io.IOException;
import java.util.List;

/** The table of commands, and what an error looks like: one line, with the remedy. */
final class Commands {
  private final Surroundings surroundings;
  private final Group root;

  Commands(Surroundings surroundings, LocalChecks checks) {
    this.surroundings = surroundings;
    this.root =
        new Group(
            Syntax.of("cadre", "Runs AI agents behind the Amazon Bedrock AgentCore API.")
                .notes("cadre COMMAND --help explains a command and shows an example."),
            List.of(
                new ConfigureCommand(),
                new DeployCommand(),
                new InvokeCommand(),
                new DevCommand(),
                new ApproveCommand(),
                new SchemaCommand(),
                new StatusCommand(),
                new ListCommand(),
                new LogsCommand(),
                new SessionsCommand(),
                new StopSessionCommand(),
                new ExecCommand(),
                new DestroyCommand(),
                new ModelsCommand(),
                new UsageCommand(),
                KeysCommand.group(),
                MemoryCommand.group(),
                GatewayCommand.group(),
                CredentialsCommand.group(),
                SystemCommand.group(),
                new DoctorCommand(checks),
                new CompletionCommand(this::root),
                new VersionCommand()));
  }

  private Group root() {
    return root;
  }

  /** Runs one command line; returns the process's exit code. */
  int run(String... words) {
    var line = new CommandLine(root);
    Action action;
    try {
      line.read(words);
      if (line.arguments().has(Cadre.VERSION_ASKED)) {
        surroundings.terminal().print(Cadre.VERSION);
        return Exit.OK.code();
      }
      if (words.length == 0 || line.arguments().has(Cadre.HELP)) {
        Help.of(line.name(), line.command()).forEach(surroundings.terminal()::print);
        return Exit.OK.code();
      }
      action = action(line);
      line.complete();
    } catch (Failure e) {
      String help = " ('" + line.name() + " --help' shows an example)";
      return ended(e.exit(), e.said() + help);
    }
    return run(action, line.arguments());
  }

  private static Action action(CommandLine line) {
    // Not a switch over the types: its bootstrap is in no AOT cache, and costs 20 ms.
    if (line.command() instanceof Group group) {
      throw Failure.usage("'" + line.name() + "' needs one of " + String.join(", ", group.names()));
    }
    return (Action) line.command();
  }

  private int run(Action action, Arguments arguments) {
    try {
      return action.run(new Cadre(surroundings, arguments), arguments);
    } catch (Failure e) {
      return ended(e.exit(), e.said());
    } catch (IOException | RuntimeException e) {
      int code = ended(Exit.FAILED, "this is a defect, please report it: " + e);
      for (StackTraceElement frame : e.getStackTrace()) {
        surroundings.terminal().note("    at " + frame);
      }
      return code;
    }
  }

  private int ended(Exit exit, String message) {
    surroundings.terminal().note("cadre: " + message);
    return exit.code();
  }
}
