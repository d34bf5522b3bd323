package dev.cadre.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds what a program needs to be readable: where its links lead, the interpreter that its first
 * line names, and the folders in which such interpreters are installed. A virtual environment's
 * Python leads to a Python under the home folder; a sandbox without it could not start.
 */
final class Programs {
  private static final int MAX_HOPS = 16;
  private static final List<Path> SYSTEM =
      List.of(Path.of("/usr"), Path.of("/bin"), Path.of("/sbin"), Path.of("/lib"));

  /** Of Pythons, virtual environments, Nodes and JDKs. */
  private static final List<String> PARTS =
      List.of("bin", "lib", "lib64", "libexec", "include", "conf", "release", "pyvenv.cfg");

  private Programs() {}

  /** The folders and files outside the system's own that {@code program} needs. */
  static Set<Path> needs(Path program) {
    Set<Path> needs = new LinkedHashSet<>();
    follow(program, needs, 0);
    return needs;
  }

  private static void follow(Path file, Set<Path> needs, int hops) {
    if (hops > MAX_HOPS || !Files.isRegularFile(file)) {
      return;
    }
    addInstallation(file, needs);
    try {
      if (Files.isSymbolicLink(file)) {
        follow(file.resolveSibling(Files.readSymbolicLink(file)).normalize(), needs, hops + 1);
      } else {
        addInstallation(file.toRealPath(), needs);
        followFirstLine(file, needs, hops);
      }
    } catch (IOException e) {
      // Unreadable to us: the sandbox will say that the program is not there.
      return;
    }
  }

  private static void followFirstLine(Path file, Set<Path> needs, int hops) throws IOException {
    byte[] head;
    try (var in = Files.newInputStream(file)) {
      head = in.readNBytes(256);
    }
    String first = new String(head, StandardCharsets.ISO_8859_1).lines().findFirst().orElse("");
    if (first.startsWith("#!/")) {
      follow(Path.of(first.substring(2).strip().split("\\s", -1)[0]), needs, hops + 1);
    }
  }

  /**
   * {@code /opt/python/bin/python3} needs {@code /opt/python/lib} and its like, not all of {@code
   * /opt/python}: what looks like an installation may be somebody's home.
   */
  private static void addInstallation(Path file, Set<Path> needs) {
    if (SYSTEM.stream().anyMatch(file::startsWith)) {
      return;
    }
    Path bin = file.getParent();
    Path prefix = bin == null ? null : bin.getParent();
    if (bin == null || prefix == null || !bin.endsWith("bin") || !hasLibraries(prefix)) {
      needs.add(file);
      return;
    }
    for (String part : PARTS) {
      Path path = prefix.resolve(part);
      if (Files.exists(path)) {
        needs.add(path);
      }
    }
  }

  private static boolean hasLibraries(Path prefix) {
    return Files.isDirectory(prefix.resolve("lib")) || Files.isDirectory(prefix.resolve("lib64"));
  }
}
