package dev.cadre.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What this machine has of what a platform on it would use. */
final class LocalChecks {
  private static final long ENOUGH_DISK = 2L << 30;

  private final Programs programs;
  private final Path folder;
  private final boolean linux;

  /**
   * @param folder the disk that would hold the state
   * @param linux sandboxes are Linux's
   */
  LocalChecks(Programs programs, Path folder, boolean linux) {
    this.programs = programs;
    this.folder = folder;
    this.linux = linux;
  }

  List<Check> all() {
    var checks = new ArrayList<Check>();
    checks.add(java());
    checks.add(maven());
    if (linux) {
      checks.add(bubblewrap());
      checks.add(namespaces());
    } else {
      checks.add(
          Check.warn(
              "sandbox",
              "this system has no Linux namespaces: agents run as plain processes",
              "run untrusted agents on Linux"));
    }
    checks.add(python());
    checks.add(node());
    checks.add(disk());
    return checks;
  }

  private static Check java() {
    Runtime.Version version = Runtime.version();
    return version.feature() == 25
        ? Check.ok("java", "JDK " + version)
        : Check.fail("java", "JDK " + version, "install a JDK 25 or set JAVA_HOME to one");
  }

  private Check maven() {
    String said = programs.firstLine("mvn", "-v");
    return said.isEmpty()
        ? Check.warn("maven", "not found", "needed to build the sources: 'apt install maven'")
        : Check.ok("maven", said);
  }

  private Check bubblewrap() {
    String said = programs.firstLine("bwrap", "--version");
    return said.isEmpty()
        ? Check.warn(
            "bubblewrap",
            "not found: agents share the file system with the platform",
            "'apt install bubblewrap'")
        : Check.ok("bubblewrap", said);
  }

  private Check namespaces() {
    boolean works = programs.succeeds("unshare", "--user", "--net", "--map-root-user", "true");
    return works
        ? Check.ok("namespaces", "user and network namespaces can be made")
        : Check.warn(
            "namespaces",
            "the kernel refuses user namespaces: agents share the network, their port is in PORT",
            "sysctl kernel.unprivileged_userns_clone=1,"
                + " kernel.apparmor_restrict_unprivileged_userns=0");
  }

  private Check python() {
    List<String> found =
        IntStream.rangeClosed(10, 14)
            .mapToObj(minor -> programs.firstLine("python3." + minor, "--version"))
            .filter(said -> !said.isEmpty())
            .toList();
    return found.isEmpty()
        ? Check.warn("python", "no Python 3.10 to 3.14", "needed by Python agents: install one")
        : Check.ok("python", String.join(", ", found));
  }

  private Check node() {
    String said = programs.firstLine("node", "--version");
    if (said.isEmpty()) {
      return Check.warn("node", "not found", "needed by Node agents: install Node 22");
    }
    return said.startsWith("v22.")
        ? Check.ok("node", said)
        : Check.warn(
            "node", said + "; AgentCore has Node 22", "install Node 22 for the same behaviour");
  }

  private Check disk() {
    try {
      long free = Files.getFileStore(folder).getUsableSpace();
      String detail = Sizes.bytes(free) + " free at " + folder;
      return free >= ENOUGH_DISK
          ? Check.ok("disk", detail)
          : Check.warn("disk", detail, "2 GiB are wanted for the database, builds and artifacts");
    } catch (IOException e) {
      return Check.fail(
          "disk", folder + " cannot be looked at: " + e.getMessage(), "see its rights");
    }
  }

  /** Whether a platform could listen at {@code url}; asked only when none answers there. */
  static Check port(URI url) {
    int port = url.getPort() < 0 ? 80 : url.getPort();
    try (var socket = new ServerSocket(port, 1, InetAddress.getByName(url.getHost()))) {
      return Check.ok("port", socket.getLocalPort() + " is free; no platform runs there");
    } catch (IOException e) {
      return Check.fail(
          "port",
          port + " cannot be listened on (" + e.getMessage() + ")",
          "stop what holds it, or './cadre up --port N' and --url");
    }
  }
}
