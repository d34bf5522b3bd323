package dev.cadre.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sandbox that bubblewrap builds from namespaces: the system read-only, the build read-only,
 * the session's folder, a private {@code /tmp}; its own processes, its own network with nothing but
 * a loopback. Paths are the host's, because virtual environments and AOT caches hold absolute ones.
 *
 * @param asRoot the platform is root on the host: bubblewrap builds the sandbox as root, and the
 *     program becomes a user of its own inside. Otherwise a user namespace gives the privileges to
 *     build, and the program runs as the platform's user, without any.
 * @param filter of system calls, as {@link SystemCallFilter} writes it; null where there is none
 */
record Bubblewrap(
    Tools tools, Path bubblewrap, boolean asRoot, boolean ownNetwork, @Nullable Path filter)
    implements Confinement {
  /** The descriptor by which bubblewrap reads its system call filter. */
  static final int FILTER = 4;

  private static final List<String> SYSTEM_LINKS =
      List.of("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32");

  /** What programs read of /etc, and nothing that names the host's users or services. */
  private static final List<String> ETC =
      List.of(
          "/etc/ld.so.cache",
          "/etc/ld.so.conf",
          "/etc/ld.so.conf.d",
          "/etc/alternatives",
          "/etc/ssl",
          "/etc/pki",
          "/etc/ca-certificates",
          "/etc/ca-certificates.conf",
          "/etc/localtime",
          "/etc/timezone",
          "/etc/mime.types",
          "/etc/protocols",
          "/etc/services",
          "/etc/fonts");

  private static final int PROBE_UID = 65_534;
  private static final long SHARED_MEMORY_BYTES = 64L * 1024 * 1024;

  @Override
  public boolean sandboxed() {
    return true;
  }

  @Override
  public List<String> start(Launch launch) {
    List<String> line = namespaces();
    own(line, launch);
    line.addAll(List.of("--remount-ro", "/dev", "--remount-ro", "/", "--"));
    line.addAll(unprivileged(launch));
    line.addAll(Script.shell(tools.shell(), launch.command()));
    return line;
  }

  Bubblewrap filtered(@Nullable Path by) {
    return new Bubblewrap(tools, bubblewrap, asRoot, ownNetwork, by);
  }

  /** The same sandbox without a worker in it, to see whether this machine can build one. */
  List<String> probe(String script) {
    List<String> line = namespaces();
    line.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--"));
    line.addAll(Confinement.unprivileged(tools, asRoot ? PROBE_UID : -1, null));
    line.addAll(List.of(tools.shell().toString(), "-c", script));
    return line;
  }

  private List<String> unprivileged(Launch launch) {
    return Confinement.unprivileged(tools, asRoot ? launch.uid() : -1, launch.spec().limits());
  }

  private List<String> namespaces() {
    List<String> line = new ArrayList<>();
    if (!asRoot && tools.setpriv() != null) {
      // Without set-uid, bubblewrap refuses the ambient capabilities of a platform that was started
      // in a user namespace of its own.
      line.add(tools.setpriv().toString());
      line.addAll(List.of("--ambient-caps=-all", "--inh-caps=-all", "--"));
    }
    // Descriptor 3 is the error stream once more: bubblewrap closes the one it reports on.
    if (filter == null) {
      line.addAll(List.of(tools.shell().toString(), "-c", "exec \"$@\" 3>&2", "sh"));
      line.add(bubblewrap.toString());
    } else {
      String opened = "exec \"$@\" 3>&2 " + FILTER + "<\"$0\"";
      line.addAll(List.of(tools.shell().toString(), "-c", opened, filter.toString()));
      line.addAll(List.of(bubblewrap.toString(), "--seccomp", Integer.toString(FILTER)));
    }
    line.addAll(List.of("--info-fd", "3", "--die-with-parent", "--new-session", "--clearenv"));
    line.addAll(List.of("--unshare-pid", "--unshare-ipc", "--unshare-uts"));
    line.addAll(List.of("--unshare-cgroup-try", "--hostname", "agent"));
    if (!asRoot) {
      line.add("--unshare-user");
    }
    if (ownNetwork) {
      line.add("--unshare-net");
    }
    system(line);
    return line;
  }

  private static void system(List<String> line) {
    line.addAll(List.of("--ro-bind", "/usr", "/usr"));
    for (String link : SYSTEM_LINKS) {
      Path path = Path.of(link);
      if (Files.isSymbolicLink(path)) {
        try {
          line.addAll(List.of("--symlink", Files.readSymbolicLink(path).toString(), link));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      } else if (Files.isDirectory(path)) {
        line.addAll(List.of("--ro-bind", link, link));
      }
    }
    // Made by name, because bubblewrap makes the folders above a bind for root's eyes only.
    line.addAll(List.of("--perms", "0755", "--dir", "/etc"));
    for (String file : ETC) {
      line.addAll(List.of("--ro-bind-try", file, file));
    }
    try (var javas = Files.newDirectoryStream(Path.of("/etc"), "java-*")) {
      javas.forEach(java -> line.addAll(List.of("--ro-bind", java.toString(), java.toString())));
    } catch (IOException e) {
      // No /etc that could be listed: then no Java is configured there either.
      return;
    }
  }

  private static void own(List<String> line, Launch launch) {
    for (String file : LauncherFiles.ETC) {
      line.addAll(List.of("--ro-bind", launch.run().resolve(file).toString(), "/etc/" + file));
    }
    line.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
    sizedTmpfs(line, SHARED_MEMORY_BYTES, "/dev/shm");
    sizedTmpfs(line, launch.spec().limits().temporaryBytes(), "/tmp");
    Set<Path> readable = new LinkedHashSet<>(launch.readable());
    readable.add(launch.spec().code());
    Path work = launch.spec().workFolder();
    Set<Path> parents = new LinkedHashSet<>();
    readable.forEach(path -> addParents(path, parents));
    addParents(work, parents);
    parents.forEach(path -> line.addAll(List.of("--perms", "0755", "--dir", path.toString())));
    // A folder before what lies inside it, or the outer one would hide the inner.
    readable.stream()
        .sorted()
        .forEach(path -> line.addAll(List.of("--ro-bind", path.toString(), path.toString())));
    line.addAll(List.of("--bind", work.toString(), work.toString(), "--chdir", work.toString()));
  }

  private static void addParents(Path path, Set<Path> parents) {
    Path root = path.getRoot();
    for (int i = 1; i < path.getNameCount(); i++) {
      Path parent = root.resolve(path.subpath(0, i));
      if (!parent.startsWith("/usr") && !parent.equals(Path.of("/tmp"))) {
        parents.add(parent);
      }
    }
  }

  private static void sizedTmpfs(List<String> line, long bytes, String at) {
    line.addAll(List.of("--perms", "1777", "--size", Long.toString(bytes), "--tmpfs", at));
  }

  @Override
  public List<String> enter(Launch launch, long inner, List<String> command) {
    List<String> line = new ArrayList<>();
    line.add(String.valueOf(tools.nsenter()));
    line.addAll(List.of("--target", Long.toString(inner)));
    if (!asRoot) {
      line.addAll(List.of("--user", "--preserve-credentials"));
    }
    line.addAll(List.of("--mount", "--pid", "--ipc", "--uts"));
    if (ownNetwork) {
      line.add("--net");
    }
    line.add("--");
    line.addAll(unprivileged(launch));
    line.addAll(Script.shell(tools.shell(), command));
    return line;
  }
}
