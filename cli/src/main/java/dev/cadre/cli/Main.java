package dev.cadre.cli;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;

/** The process: the only place that reads its environment and ends it. */
public final class Main {
  private static final int BUFFER = 8192;

  private Main() {}

  /** Runs one command; see {@code docs/cli.md} for the exit codes. */
  public static void main(String[] args) {
    var terminal =
        new Terminal(
            System.in, stream(FileDescriptor.out), stream(FileDescriptor.err), isInteractive());
    Path folder = Path.of("").toAbsolutePath();
    var surroundings =
        new Surroundings(terminal, System.getenv(), folder, Clock.systemUTC(), Thread::sleep);
    if (args.length == 1 && args[0].equals("--train")) {
      new Training(surroundings).run();
      return;
    }
    boolean linux = System.getProperty("os.name", "").equals("Linux");
    var checks = new LocalChecks(new MachinePrograms(), folder, linux);
    int code = new Commands(surroundings, checks).run(args);
    terminal.out().flush();
    System.exit(code);
  }

  /** Since JDK 25 there is again no console when the input or the output is redirected. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isInteractive() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** UTF-8 whatever the locale says, and buffered: callers flush each line. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER),
        false,
        StandardCharsets.UTF_8);
  }
}
