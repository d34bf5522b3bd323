package dev.cadre.worker;

import dev.cadre.fault.Fault;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What to run and how to confine it.
 *
 * @param workerId unique in this platform: letters, digits, {@code -} and {@code _}, 1 to 64
 * @param code the unpacked build; read-only inside, at the same path
 * @param readable further folders that the program needs, such as a package cache or an AOT cache;
 *     read-only inside, at the same path. The interpreter's own folders are found by themselves.
 * @param command program and arguments; the program is an absolute path or is looked up in the
 *     {@code PATH} of {@code env}, then in the usual folders
 * @param env all that the program gets, besides PATH, HOME, TMPDIR, LANG, PORT and the proxy's
 *     variables, which it may override
 * @param port where the agent listens: 8080 HTTP and AG-UI, 8000 MCP, 9000 A2A
 * @param workFolder the session's own folder: current folder and HOME, the only writable place
 *     besides {@code /tmp}; made when absent
 * @param lines gets every line of stdout and stderr
 */
public record WorkerSpec(
    String workerId,
    Path code,
    List<Path> readable,
    List<String> command,
    Map<String, String> env,
    int port,
    Path workFolder,
    Limits limits,
    NetworkPolicy network,
    LineSink lines) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  public WorkerSpec {
    code = code.toAbsolutePath().normalize();
    readable = readable.stream().map(p -> p.toAbsolutePath().normalize()).toList();
    workFolder = workFolder.toAbsolutePath().normalize();
    command = List.copyOf(command);
    env = Map.copyOf(env);
    if (!ID.matcher(workerId).matches()) {
      throw new Fault.Invalid("worker id '" + workerId + "' must match " + ID.pattern());
    }
    if (command.isEmpty() || command.getFirst().isBlank()) {
      throw new Fault.Invalid("the agent's command is empty; name the program to run");
    }
    if (port < 1 || port > 65_535) {
      throw new Fault.Invalid("port " + port + " is not in 1..65535");
    }
    for (Map.Entry<String, String> variable : env.entrySet()) {
      requirePassable(variable.getKey(), variable.getValue());
    }
    if (command.stream().anyMatch(argument -> argument.indexOf('\0') >= 0)) {
      throw new Fault.Invalid("the agent's command contains a NUL character");
    }
  }

  private static void requirePassable(String name, String value) {
    if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
      throw new Fault.Invalid("environment variable '" + name + "' has no usable name");
    }
    if (value.indexOf('\0') >= 0) {
      throw new Fault.Invalid("environment variable '" + name + "' contains a NUL character");
    }
  }
}
