package dev.cadre.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Installs requirements beside the code with {@code pip --target} and compiles both. Against a
 * virtual environment that saves its {@code site} scan at every start, and the interpreter stays
 * the machine's own.
 */
final class PythonToolchain implements Toolchain {
  /** Prints the dependencies of pyproject.toml, one a line. */
  private static final String PROJECT =
      """
      import sys
      try:
          import tomllib
      except ModuleNotFoundError:
          from pip._vendor import tomli as tomllib
      with open(sys.argv[1], "rb") as f:
          project = tomllib.load(f).get("project", {})
      with open(sys.argv[2], "w", encoding="utf-8") as out:
          out.writelines(d + "\\n" for d in project.get("dependencies", []))
      """;

  private final Shell shell;
  private final AgentConfig config;

  PythonToolchain(Shell shell, AgentConfig config) {
    this.shell = shell;
    this.config = config;
  }

  @Override
  public Build build(Job job, BuildLog log) throws BuildFailure, IOException, InterruptedException {
    Path deps = Files.createDirectories(job.folder().resolve("deps"));
    Path requirements = requirements(job, log);
    if (requirements == null) {
      log.line("no dependencies to install");
    } else {
      log.stage("installing dependencies");
      install(job, requirements, deps, log);
    }
    log.stage("compiling");
    compile(job, deps, log);
    return new Build(
        job.folder().getFileName().toString(),
        job.code().toString(),
        command(job, deps),
        Map.of(
            "PYTHONPATH", deps.toString(), "PYTHONUNBUFFERED", "1", "PYTHONDONTWRITEBYTECODE", "1"),
        List.of(job.folder().toString(), job.interpreter().home().toString()));
  }

  /** The file that lists what to install; null when nothing is. */
  private @Nullable Path requirements(Job job, BuildLog log)
      throws BuildFailure, IOException, InterruptedException {
    if (vendored(job.code())) {
      log.line("the artifact carries its dependencies");
      return null;
    }
    Path requirements = job.code().resolve("requirements.txt");
    if (Files.isRegularFile(requirements)) {
      return empty(requirements) ? null : requirements;
    }
    Path project = job.code().resolve("pyproject.toml");
    if (!Files.isRegularFile(project)) {
      return null;
    }
    Path listed = job.folder().resolve("requirements.txt");
    run(
        job,
        "reading pyproject.toml",
        List.of("-c", PROJECT, project.toString(), listed.toString()),
        log);
    return empty(listed) ? null : listed;
  }

  /** As a zip made for AWS has it: the packages at its top, each with its metadata. */
  private static boolean vendored(Path code) throws IOException {
    try (Stream<Path> top = Files.list(code)) {
      return top.anyMatch(file -> file.getFileName().toString().endsWith(".dist-info"));
    }
  }

  private static boolean empty(Path requirements) throws IOException {
    try (Stream<String> lines = Files.lines(requirements)) {
      return lines.map(String::strip).allMatch(line -> line.isEmpty() || line.startsWith("#"));
    }
  }

  private void install(Job job, Path requirements, Path deps, BuildLog log)
      throws BuildFailure, IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-m",
                "pip",
                "install",
                "--target",
                deps.toString(),
                "--no-input",
                "--no-compile",
                "--disable-pip-version-check",
                "--progress-bar=off"));
    if (!config.installScripts()) {
      // A source distribution runs its own code to build, with the platform's rights.
      arguments.add("--only-binary=:all:");
    }
    arguments.addAll(List.of("-r", requirements.toString()));
    run(job, "installing the Python requirements", arguments, log);
  }

  private void compile(Job job, Path deps, BuildLog log)
      throws BuildFailure, IOException, InterruptedException {
    try {
      run(
          job,
          "compiling",
          List.of(
              "-m",
              "compileall",
              "-q",
              "-j",
              "2",
              "--invalidation-mode",
              "unchecked-hash",
              job.code().toString(),
              deps.toString()),
          log);
    } catch (BuildFailure e) {
      // Packages carry files for other versions of Python, which do not compile and never load.
      log.line("some files did not compile: they are read as source when they are imported");
    }
  }

  private void run(Job job, String what, List<String> arguments, BuildLog log)
      throws BuildFailure, IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(job.interpreter().executable().toString());
    command.addAll(arguments);
    Map<String, String> environment = new HashMap<>(config.buildEnvironment());
    environment.put("PATH", config.searchPath());
    environment.put("PYTHONUTF8", "1");
    shell.run(what, command, job.folder(), environment, config.buildTimeout(), log);
  }

  private static List<String> command(Job job, Path deps) throws BuildFailure {
    List<String> command = new ArrayList<>();
    command.add(job.interpreter().executable().toString());
    // The user's own site-packages are no part of the agent.
    command.add("-s");
    String launcher = job.launcher();
    if (launcher != null) {
      command.add(launcher(job, deps, launcher).toString());
    }
    command.add(job.entryPoint().toString());
    return command;
  }

  private static Path launcher(Job job, Path deps, String name) throws BuildFailure {
    return Stream.of(deps.resolve("bin"), job.code().resolve("bin"))
        .map(folder -> folder.resolve(name))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new BuildFailure(
                    "entryPoint begins with '%s', which no dependency installs; add the package"
                            .formatted(name)
                        + " that has it to requirements.txt"));
  }
}
