package dev.cadre.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Which runtime starts a file, and which file of a folder starts the agent. */
final class Runtimes {
  static final List<String> ALL =
      List.of(
          "PYTHON_3_10",
          "PYTHON_3_11",
          "PYTHON_3_12",
          "PYTHON_3_13",
          "PYTHON_3_14",
          "NODE_22",
          "JAVA_25");

  private static final List<String> USUAL_ENTRYPOINTS =
      List.of(
          "agent.py",
          "main.py",
          "app.py",
          "agent.js",
          "agent.mjs",
          "index.js",
          "index.mjs",
          "main.js",
          "agent.jar");

  private Runtimes() {}

  /** By the extension; throws {@link Failure} for one that no runtime starts. */
  static String of(Path entrypoint) {
    String name = entrypoint.toString().toLowerCase(Locale.ROOT);
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "py" -> "PYTHON_3_12";
      case "js", "mjs", "cjs" -> "NODE_22";
      case "jar" -> "JAVA_25";
      case "ts" ->
          throw Failure.usage("compile " + entrypoint + " to JavaScript and give that file");
      case "java" ->
          throw Failure.usage("build " + entrypoint + " into a runnable jar and give that");
      default ->
          throw Failure.usage(
              "no runtime starts " + entrypoint + ": give a .py, .js, .mjs or .jar file");
    };
  }

  /** The file of {@code folder} that is called as such files are. */
  static Path entrypoint(Path folder) {
    return USUAL_ENTRYPOINTS.stream()
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                Failure.usage(
                    folder
                        + " has neither "
                        + AgentFile.NAME
                        + " nor a file called "
                        + String.join(", ", USUAL_ENTRYPOINTS)
                        + ": name the file that starts the agent"));
  }
}
