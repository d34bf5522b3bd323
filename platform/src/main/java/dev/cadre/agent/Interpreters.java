package dev.cadre.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds the interpreter for a runtime: the exact version where this machine has it, else the
 * nearest of its family with a warning. What was found is remembered; what was not is looked for
 * again.
 */
final class Interpreters {
  private static final int PROBE_SECONDS = 10;
  private static final int MAX_ANSWER = 4_096;
  private static final String PYTHON_PROBE =
      "import sys;print(sys.version_info[0],sys.version_info[1],sys.version_info[2]);"
          + "print(sys.executable);print(sys.base_prefix)";
  private static final String NODE_PROBE =
      "console.log(process.versions.node.split('.').join(' '));console.log(process.execPath);"
          + "console.log(require('path').dirname(require('path').dirname(process.execPath)))";

  /** AgentCore's oldest Python; and the oldest Node that this platform tries. */
  private static final int MIN_PYTHON_MINOR = 10;

  private static final int MIN_NODE = 18;

  private final List<Path> searchPath;
  private final Path javaHome;
  private final int javaVersion;
  private final Map<Path, Found> probed = new ConcurrentHashMap<>();

  /** {@code searchPath} as in PATH; {@code javaHome} of a JDK of {@code javaVersion}. */
  Interpreters(String searchPath, Path javaHome, int javaVersion) {
    this.searchPath =
        List.of(searchPath.split(File.pathSeparator)).stream()
            .filter(folder -> !folder.isEmpty())
            .map(Path::of)
            .toList();
    this.javaHome = javaHome;
    this.javaVersion = javaVersion;
  }

  private record Found(Path executable, Path home, int major, int minor, String version) {}

  Interpreter find(CodeRuntime runtime) throws BuildFailure, InterruptedException {
    return switch (runtime.family()) {
      case JAVA -> java(runtime);
      case PYTHON -> nearest(runtime, pythons());
      case NODE -> nearest(runtime, nodes());
    };
  }

  /** A program on the search path. */
  Optional<Path> program(String name) {
    return searchPath.stream()
        .map(folder -> folder.resolve(name))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  private Interpreter java(CodeRuntime runtime) throws BuildFailure {
    Path executable = javaHome.resolve("bin").resolve("java");
    if (!Files.isExecutable(executable)) {
      throw new BuildFailure(
          "the JDK that runs the platform has no 'java' program; use a full JDK");
    }
    String warning =
        javaVersion == runtime.major()
            ? null
            : runtime.title() + " was asked; Java " + javaVersion + " runs the agent";
    return new Interpreter(executable, javaHome, String.valueOf(javaVersion), warning);
  }

  private List<Found> pythons() throws InterruptedException {
    Set<String> names = new LinkedHashSet<>();
    for (CodeRuntime runtime : CodeRuntime.values()) {
      if (runtime.family() == CodeRuntime.Family.PYTHON) {
        names.add("python" + runtime.major() + "." + runtime.minor());
      }
    }
    names.add("python3");
    names.add("python");
    return probeAll(names, "-c", PYTHON_PROBE).stream()
        .filter(found -> found.major() == 3 && found.minor() >= MIN_PYTHON_MINOR)
        .toList();
  }

  private List<Found> nodes() throws InterruptedException {
    return probeAll(Set.of("node"), "-e", NODE_PROBE).stream()
        .filter(found -> found.major() >= MIN_NODE)
        .toList();
  }

  private List<Found> probeAll(Set<String> names, String flag, String script)
      throws InterruptedException {
    List<Found> all = new ArrayList<>();
    for (String name : names) {
      for (Path folder : searchPath) {
        Path file = folder.resolve(name);
        if (Files.isRegularFile(file) && Files.isExecutable(file)) {
          Found found = probe(file, flag, script);
          if (found != null) {
            all.add(found);
          }
        }
      }
    }
    return all;
  }

  private static Interpreter nearest(CodeRuntime runtime, List<Found> all) throws BuildFailure {
    boolean byMinor = runtime.family() == CodeRuntime.Family.PYTHON;
    int wanted = byMinor ? runtime.minor() : runtime.major();
    Found best =
        all.stream()
            .min(
                Comparator.<Found>comparingInt(
                        found -> Math.abs((byMinor ? found.minor() : found.major()) - wanted))
                    .thenComparing(
                        Comparator.<Found>comparingInt(
                                found -> byMinor ? found.minor() : found.major())
                            .reversed()))
            .orElseThrow(
                () ->
                    new BuildFailure(
                        "%s is not on this machine's PATH, nor another of its family; install it"
                                .formatted(runtime.title())
                            + " and deploy again"));
    boolean exact = (byMinor ? best.minor() : best.major()) == wanted;
    String family = byMinor ? "Python " : "Node ";
    String warning =
        exact
            ? null
            : "%s was asked and is not on this machine; %s%s runs the agent"
                .formatted(runtime.title(), family, best.version());
    return new Interpreter(best.executable(), best.home(), best.version(), warning);
  }

  /** Null when the program does not answer: a version switcher's shim for what is not installed. */
  private @Nullable Found probe(Path file, String flag, String script) throws InterruptedException {
    Found known = probed.get(file);
    if (known != null) {
      return known;
    }
    try {
      Process process =
          new ProcessBuilder(file.toString(), flag, script)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return null;
      }
      String answer = new String(process.getInputStream().readNBytes(MAX_ANSWER), UTF_8);
      Found found = process.exitValue() == 0 ? parse(answer) : null;
      if (found != null) {
        probed.put(file, found);
      }
      return found;
    } catch (IOException _) {
      return null;
    }
  }

  private static @Nullable Found parse(String answer) {
    List<String> lines = answer.lines().toList();
    if (lines.size() < 3 || !lines.get(0).matches("\\d+ \\d+ \\d+.*")) {
      return null;
    }
    List<String> version = List.of(lines.get(0).split(" "));
    return new Found(
        Path.of(lines.get(1)),
        Path.of(lines.get(2)),
        Integer.parseInt(version.get(0)),
        Integer.parseInt(version.get(1)),
        String.join(".", version));
  }
}
