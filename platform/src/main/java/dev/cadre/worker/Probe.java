package dev.cadre.worker;

import dev.cadre.worker.Isolation.Accounting;
import dev.cadre.worker.Isolation.Gap;
import dev.cadre.worker.Isolation.User;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Finds out, by trying, which confinement this machine gives. */
final class Probe {
  private static final int PATIENCE_SECONDS = 10;
  private static final int CAP_SETUID = 7;
  private static final int CAP_SYS_ADMIN = 21;

  /** What was found; {@code calls} is null where workers have no network of their own. */
  record Found(Confinement confinement, @Nullable SystemCalls calls, Isolation isolation) {}

  private final Tools tools;
  private final Spawner spawner;
  private final boolean cgroups;
  private final @Nullable Path filter;
  private final List<Gap> gaps = new ArrayList<>();

  /**
   * @param filter see {@link SystemCallFilter}; null when there is none for this machine
   */
  Probe(Tools tools, Spawner spawner, boolean cgroups, @Nullable Path filter) {
    this.tools = tools;
    this.spawner = spawner;
    this.cgroups = cgroups;
    this.filter = filter;
  }

  Found find(boolean sandbox) {
    if (!cgroups) {
      gaps.add(
          new Gap(
              "CPU is not limited, memory and disk are watched twice a second",
              "no writable cgroup v2",
              "give the platform a delegated cgroup (systemd: Delegate=yes)"));
    }
    Path bubblewrap = tools.bubblewrap();
    if (!sandbox) {
      return plain("the configuration turns the sandbox off", "turn it on");
    }
    if (!Files.isDirectory(Path.of("/proc/self/ns"))) {
      return plain("this system has no Linux namespaces", "run the platform on Linux");
    }
    if (bubblewrap == null) {
      return plain("bubblewrap is not installed", "apt-get install bubblewrap");
    }
    boolean asRoot = root() && capable(CAP_SYS_ADMIN) && capable(CAP_SETUID);
    if (asRoot && tools.setpriv() != null && tools.nsenter() != null) {
      Bubblewrap found = new Bubblewrap(tools, bubblewrap, true, true, null);
      if (failure(found) == null) {
        return networked(filtered(found));
      }
    }
    Bubblewrap found = new Bubblewrap(tools, bubblewrap, false, true, null);
    String failure = failure(found);
    return failure == null
        ? networked(filtered(found))
        : plain(
            "bubblewrap cannot build a sandbox here (" + failure + ")",
            "allow user namespaces (sysctl kernel.unprivileged_userns_clone=1, or"
                + " kernel.apparmor_restrict_unprivileged_userns=0)");
  }

  private Bubblewrap filtered(Bubblewrap works) {
    String why = "there is none for this kind of machine";
    if (filter != null) {
      Bubblewrap filtered = works.filtered(filter);
      String failure = failure(filtered);
      if (failure == null) {
        return filtered;
      }
      why = "bubblewrap cannot load the filter (" + failure + ")";
    }
    gaps.add(
        new Gap(
            "agents may make any system call",
            why,
            "use bubblewrap 0.5 or newer and a kernel with CONFIG_SECCOMP_FILTER"));
    return works;
  }

  private Found plain(String why, String remedy) {
    gaps.addFirst(new Gap("agents see the platform's files, processes and network", why, remedy));
    if (root()) {
      gaps.add(
          1, new Gap("agents run as root", "so does the platform", "start it as another user"));
    }
    Isolation isolation =
        new Isolation(false, false, false, false, User.PLATFORM, accounting(), List.copyOf(gaps));
    return new Found(new Confinement.Plain(tools), null, isolation);
  }

  private Found networked(Bubblewrap found) {
    User user = found.asRoot() ? User.OWN : User.NAMESPACE;
    String why = "";
    try {
      SystemCalls calls = new SystemCalls();
      enterNetwork(found, calls);
      return new Found(found, calls, isolation(found, true, user));
    } catch (IOException | IllegalCallerException e) {
      why = String.valueOf(e.getMessage());
    }
    gaps.addFirst(
        new Gap(
            "agents share the host's network, and network policies are not held",
            "the platform may not enter a worker's network (" + why + ")",
            "start it with ./cadre up, which takes a user namespace for that"));
    Bubblewrap shared =
        new Bubblewrap(found.tools(), found.bubblewrap(), found.asRoot(), false, found.filter());
    return new Found(shared, null, isolation(shared, false, user));
  }

  private Isolation isolation(Bubblewrap sandbox, boolean network, User user) {
    boolean calls = sandbox.filter() != null;
    return new Isolation(true, true, network, calls, user, accounting(), List.copyOf(gaps));
  }

  private Accounting accounting() {
    return cgroups ? Accounting.CGROUP_V2 : Accounting.WATCHED;
  }

  /** What bubblewrap says; null when it built a sandbox. */
  private @Nullable String failure(Bubblewrap sandbox) {
    try {
      Process process = spawner.start(new ProcessBuilder(sandbox.probe("exit 0")));
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "no answer in " + PATIENCE_SECONDS + " s";
      }
      String said = new String(process.getErrorStream().readNBytes(4096), StandardCharsets.UTF_8);
      return process.exitValue() == 0 ? null : said.replaceAll("(?s)\\{.*?\\}", "").strip();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private void enterNetwork(Bubblewrap sandbox, SystemCalls calls) throws IOException {
    Process process = spawner.start(new ProcessBuilder(sandbox.probe("read line")));
    try {
      long inner = SandboxInfo.read(process.getErrorStream());
      try (var network = new WorkerNetwork.Namespace(calls, inner)) {
        network.open().close();
      } finally {
        // Before bubblewrap is killed: a sandbox half made would wait for it for ever.
        ProcessHandle.of(inner).ifPresent(ProcessHandle::destroyForcibly);
        Sweep.awaitEnd(inner);
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private static boolean root() {
    return status("Uid:").startsWith("0");
  }

  private static boolean capable(int capability) {
    String effective = status("CapEff:");
    return !effective.isEmpty() && (Long.parseUnsignedLong(effective, 16) >> capability & 1) == 1;
  }

  private static String status(String field) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith(field)) {
          return line.substring(field.length()).strip();
        }
      }
    } catch (IOException e) {
      // Not Linux.
      return "";
    }
    return "";
  }
}
