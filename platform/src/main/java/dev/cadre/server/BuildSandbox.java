package dev.cadre.server;

import dev.cadre.agent.BuildIsolation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where an agent's code runs while its deployment tries it: it sees the system and its own build
 * folder, and none of the platform's files. It shares the platform's network, because the
 * deployment asks it {@code /ping}.
 *
 * <p>Without a process namespace bubblewrap becomes the program itself, so that the program gets
 * the SIGTERM upon which a JVM writes its AOT cache.
 */
final class BuildSandbox implements BuildIsolation {
  private static final List<String> SYSTEM =
      List.of(
          "/usr",
          "/bin",
          "/sbin",
          "/lib",
          "/lib32",
          "/lib64",
          "/etc/ld.so.cache",
          "/etc/ssl",
          "/etc/alternatives",
          "/etc/localtime");

  private final Path bubblewrap;
  private final Path javaHome;

  private BuildSandbox(Path bubblewrap, Path javaHome) {
    this.bubblewrap = bubblewrap;
    this.javaHome = javaHome;
  }

  /**
   * @param confined whether bubblewrap works on this machine
   */
  static BuildIsolation choose(boolean confined, List<Path> searchPath, Path javaHome) {
    Optional<Path> bubblewrap =
        searchPath.stream()
            .map(folder -> folder.resolve("bwrap"))
            .filter(Files::isExecutable)
            .findFirst();
    return confined && bubblewrap.isPresent()
        ? new BuildSandbox(bubblewrap.get(), javaHome)
        : BuildIsolation.NONE;
  }

  @Override
  public List<String> wrap(List<String> command, Path folder) {
    List<String> wrapped = new ArrayList<>();
    wrapped.add(bubblewrap.toString());
    wrapped.addAll(List.of("--unshare-user", "--unshare-ipc", "--unshare-uts"));
    for (String path : SYSTEM) {
      wrapped.addAll(List.of("--ro-bind-try", path, path));
    }
    wrapped.addAll(List.of("--ro-bind", "/proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"));
    wrapped.addAll(List.of("--ro-bind", javaHome.toString(), javaHome.toString()));
    wrapped.addAll(List.of("--bind", folder.toString(), folder.toString()));
    wrapped.addAll(List.of("--chdir", folder.toString(), "--"));
    wrapped.addAll(command);
    return wrapped;
  }
}
