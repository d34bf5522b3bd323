package dev.cadre.cli;

import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** The programs on the PATH. */
final class MachinePrograms implements Programs {
  private static final int SECONDS = 5;
  private static final int LONGEST_OUTPUT = 4096;

  private record Result(int code, String output) {}

  @Override
  public String firstLine(String... command) {
    Result result = run(command);
    return result.code == 0 ? result.output.lines().findFirst().orElse("") : "";
  }

  @Override
  public boolean succeeds(String... command) {
    return run(command).code == 0;
  }

  private static Result run(String... command) {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .start();
    } catch (IOException e) {
      return new Result(-1, "");
    }
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        return new Result(-1, "");
      }
      byte[] output = process.getInputStream().readNBytes(LONGEST_OUTPUT);
      return new Result(
          process.exitValue(), Terminal.text(output).replaceAll("\u001b\\[[0-9;]*m", ""));
    } catch (IOException e) {
      return new Result(-1, "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(Exit.INTERRUPTED, "interrupted");
    } finally {
      process.destroyForcibly();
    }
  }
}
