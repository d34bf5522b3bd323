package dev.cadre.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a worker's first shell reads from its standard input, after it has lost its privileges.
 *
 * <p>The agent's environment travels here and nowhere else. On a command line, other users of the
 * host could read its secrets; as the environment of the programs that build the sandbox, a
 * LD_PRELOAD of the agent's would run its code with their privileges.
 */
final class Script {
  /** Tells the platform that the sandbox stands; the shell then waits for the rest. */
  static final String READY = "echo\n";

  private static final Pattern SHELL_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private Script() {}

  /** Becomes the program given as the shell's arguments. */
  static String become(Map<String, String> env, Path folder, Limits limits) {
    StringBuilder script = new StringBuilder();
    StringBuilder unnameable = new StringBuilder();
    script.append("cd ").append(quoted(folder.toString())).append(" || exit 126\n");
    script.append("ulimit -c 0\nulimit -n ").append(limits.openFiles()).append('\n');
    // In blocks of 512 bytes, as POSIX has it.
    script.append("ulimit -f ").append(limits.diskBytes() / 512).append('\n');
    // When the host is short of memory, its kernel is to take an agent, not the platform.
    script.append("{ echo 500 >/proc/self/oom_score_adj; } 2>/dev/null\n");
    script.append("unset OLDPWD\n");
    new TreeMap<>(env)
        .forEach(
            (name, value) -> {
              if (SHELL_NAME.matcher(name).matches()) {
                script.append("export ").append(name).append('=').append(quoted(value));
                script.append('\n');
              } else {
                unnameable.append(' ').append(quoted(name + "=" + value));
              }
            });
    script.append("exec ");
    if (!unnameable.isEmpty()) {
      script.append("/usr/bin/env").append(unnameable).append(' ');
    }
    return script.append("\"$@\" </dev/null\n").toString();
  }

  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /** The shell that reads the script and becomes {@code command}. */
  static List<String> shell(Path shell, List<String> command) {
    return Stream.concat(Stream.of(shell.toString(), "-s", "--"), command.stream()).toList();
  }
}
