package dev.cadre.server;

import dev.cadre.agent.BuildIsolation;
import dev.cadre.worker.LocalWorkers;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where an agent's code runs while its deployment tries it: it sees the system and its own build
 * folder, and none of the platform's files. It has a network of its own with nobody in it, where
 * the machine gives one; the deployment asks it {@code /ping} through a socket made in there.
 *
 * <p>bubblewrap stays as the program's parent and passes on no signal, so that the SIGTERM upon
 * which a JVM writes its AOT cache must go to its child; for that to be found by its own number
 * there is no process namespace.
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
  private final LocalWorkers workers;

  private BuildSandbox(Path bubblewrap, Path javaHome, LocalWorkers workers) {
    this.bubblewrap = bubblewrap;
    this.javaHome = javaHome;
    this.workers = workers;
  }

  /**
   * @param workers knows what this machine can do, and enters networks
   */
  static BuildIsolation choose(LocalWorkers workers, List<Path> searchPath, Path javaHome) {
    Optional<Path> bubblewrap =
        searchPath.stream()
            .map(folder -> folder.resolve("bwrap"))
            .filter(Files::isExecutable)
            .findFirst();
    return workers.isolation().files() && bubblewrap.isPresent()
        ? new BuildSandbox(bubblewrap.get(), javaHome, workers)
        : BuildIsolation.NONE;
  }

  @Override
  public List<String> wrap(List<String> command, Path folder) {
    List<String> wrapped = new ArrayList<>();
    wrapped.add(bubblewrap.toString());
    wrapped.addAll(List.of("--unshare-user", "--unshare-ipc", "--unshare-uts"));
    if (workers.isolation().network()) {
      wrapped.add("--unshare-net");
    }
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

  @Override
  public ProcessHandle program(ProcessHandle started) {
    return started.children().findFirst().orElse(started);
  }

  @Override
  public SocketChannel connect(ProcessHandle program, int port) throws IOException {
    return workers.connect(program.pid(), port);
  }
}
