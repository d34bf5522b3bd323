package dev.cadre.server;

import dev.cadre.worker.Isolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What this machine can do for agents, what it cannot, why, and what to do about it. */
final class Doctor {
  private static final long LOW_DISK = 2L * 1024 * 1024 * 1024;

  private final Isolation isolation;
  private final Path state;
  private final List<Path> searchPath;
  private final String postgres;

  /** One thing looked at; {@code remedy} is null when there is nothing to do. */
  record Finding(String name, State state, String detail, @Nullable String remedy) {}

  enum State {
    OK,
    WARN,
    FAIL
  }

  Doctor(Isolation isolation, Path state, List<Path> searchPath, String postgres) {
    this.isolation = isolation;
    this.state = state;
    this.searchPath = List.copyOf(searchPath);
    this.postgres = postgres;
  }

  List<Finding> examine() throws IOException {
    List<Finding> findings = new ArrayList<>();
    findings.add(new Finding("database", State.OK, postgres, null));
    if (isolation.gaps().isEmpty()) {
      findings.add(new Finding("isolation", State.OK, isolation.sentence(), null));
    }
    for (Isolation.Gap gap : isolation.gaps()) {
      findings.add(
          new Finding("isolation", State.WARN, gap.what() + ": " + gap.why(), gap.remedy()));
    }
    findings.add(python());
    findings.add(node());
    findings.add(
        new Finding(
            "java",
            State.OK,
            "Java " + Runtime.version().feature() + ", the platform's own",
            null));
    findings.add(disk());
    return findings;
  }

  private Finding python() {
    List<String> found =
        IntStream.rangeClosed(10, 14)
            .mapToObj(minor -> "python3." + minor)
            .filter(this::onPath)
            .toList();
    return found.isEmpty()
        ? new Finding(
            "python",
            State.WARN,
            "no python3.10 to python3.14 on the PATH; Python agents cannot be deployed",
            "install Python 3.12, for example: apt install python3")
        : new Finding("python", State.OK, String.join(", ", found), null);
  }

  private Finding node() {
    return onPath("node")
        ? new Finding("node", State.OK, "node is on the PATH", null)
        : new Finding(
            "node",
            State.WARN,
            "no node on the PATH; Node agents cannot be deployed",
            "install Node 22 or newer");
  }

  private Finding disk() throws IOException {
    long free = Files.getFileStore(state).getUsableSpace();
    String detail = free / (1024 * 1024) + " MB free for the state folder";
    return free < LOW_DISK
        ? new Finding(
            "disk", State.WARN, detail, "free some space, or move the state folder with --state")
        : new Finding("disk", State.OK, detail, null);
  }

  private boolean onPath(String program) {
    return searchPath.stream().anyMatch(folder -> Files.isExecutable(folder.resolve(program)));
  }
}
