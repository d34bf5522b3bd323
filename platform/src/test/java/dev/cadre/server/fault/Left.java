package dev.cadre.server.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The processes that belong to a state folder, found by what the kernel knows of them. */
final class Left {
  private Left() {}

  /** Agents, their sandboxes and their children: their home is a session's folder. */
  static List<String> agents(Path state) throws IOException {
    String sessions = state.resolve("sessions").toString();
    return processes(
        (command, environment) -> command.contains(sessions) || environment.contains(sessions));
  }

  /**
   * Database servers, one line for each. A process that a server has just forked has its command
   * until it takes a name of its own.
   */
  static List<String> databases(Path state) throws IOException {
    List<String> all =
        processes(
            (command, _) -> command.contains("bin/postgres") && command.contains(state.toString()));
    Set<Long> numbers = all.stream().map(Left::number).collect(Collectors.toSet());
    return all.stream().filter(line -> !numbers.contains(parent(number(line)))).toList();
  }

  private static long number(String line) {
    return Long.parseLong(line.substring(0, line.indexOf(' ')));
  }

  private static long parent(long number) {
    return ProcessHandle.of(number)
        .flatMap(ProcessHandle::parent)
        .map(ProcessHandle::pid)
        .orElse(0L);
  }

  private interface Belongs {
    boolean test(String command, String environment);
  }

  private static List<String> processes(Belongs belongs) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.filter(process -> process.getFileName().toString().matches("[0-9]+"))
          .filter(process -> belongs.test(read(process, "cmdline"), read(process, "environ")))
          .map(process -> process.getFileName() + " " + read(process, "cmdline"))
          .toList();
    }
  }

  /** Empty when it has ended meanwhile, or is somebody else's. */
  private static String read(Path process, String file) {
    try {
      return new String(Files.readAllBytes(process.resolve(file)), ISO_8859_1).replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }
}
