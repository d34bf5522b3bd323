package dev.cadre.worker;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * @param state the platform's state folder; the launcher owns {@code workers/} and {@code
 *     seccomp.bpf} in it
 * @param platform where the platform listens on this host; workers find it at 127.0.0.1 and the
 *     same port
 * @param path folders in which programs are looked up, bubblewrap among them
 * @param architecture the machine's, as the property {@code os.arch} has it
 * @param sandbox false runs workers as plain processes, whatever the machine can do
 */
public record WorkersConfig(
    Path state, InetSocketAddress platform, List<Path> path, String architecture, boolean sandbox) {

  /** Where Linux and macOS keep programs. */
  public static final List<Path> USUAL_PATH =
      List.of(
          Path.of("/usr/local/bin"),
          Path.of("/usr/bin"),
          Path.of("/bin"),
          Path.of("/usr/sbin"),
          Path.of("/opt/homebrew/bin"));

  public WorkersConfig {
    path = List.copyOf(path);
  }

  Path workers() {
    return state.toAbsolutePath().normalize().resolve("workers");
  }
}
