package dev.cadre.server;

import dev.cadre.agent.RuntimeSupport;
import dev.cadre.worker.Isolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What this machine can do for agents, what it cannot, why, and what to do about it. */
final class Doctor {
  private static final long LOW_DISK = 2L * 1024 * 1024 * 1024;

  private final Isolation isolation;
  private final Path state;
  private final Runtimes runtimes;
  private final String postgres;

  /** One thing looked at; {@code remedy} is null when there is nothing to do. */
  record Finding(String name, State state, String detail, @Nullable String remedy) {}

  enum State {
    OK,
    WARN,
    FAIL
  }

  /** Knows what runs agents here. */
  @FunctionalInterface
  interface Runtimes {
    List<RuntimeSupport> support() throws InterruptedException;
  }

  Doctor(Isolation isolation, Path state, Runtimes runtimes, String postgres) {
    this.isolation = isolation;
    this.state = state;
    this.runtimes = runtimes;
    this.postgres = postgres;
  }

  List<Finding> examine() throws IOException, InterruptedException {
    List<Finding> findings = new ArrayList<>();
    findings.add(new Finding("database", State.OK, postgres, null));
    if (isolation.gaps().isEmpty()) {
      findings.add(new Finding("isolation", State.OK, isolation.sentence(), null));
    }
    if (isolation.calls()) {
      findings.add(
          new Finding(
              "system calls",
              State.OK,
              "those that only serve to attack the kernel are refused to agents (seccomp)",
              null));
    }
    for (Isolation.Gap gap : isolation.gaps()) {
      findings.add(
          new Finding("isolation", State.WARN, gap.what() + ": " + gap.why(), gap.remedy()));
    }
    for (RuntimeSupport support : runtimes.support()) {
      findings.add(runtime(support));
    }
    findings.add(disk());
    return findings;
  }

  private static Finding runtime(RuntimeSupport support) {
    String version = support.version();
    String trouble = support.trouble();
    if (version == null) {
      return new Finding(
          support.title(),
          State.WARN,
          String.valueOf(trouble),
          "install it and put it on the PATH of cadre up");
    }
    return trouble == null
        ? new Finding(support.title(), State.OK, version, null)
        : new Finding(
            support.title(), State.WARN, trouble, "install it for what agents find on AWS");
  }

  private Finding disk() throws IOException {
    long free = Files.getFileStore(state).getUsableSpace();
    String detail = free / (1024 * 1024) + " MB free for the state folder";
    return free < LOW_DISK
        ? new Finding(
            "disk", State.WARN, detail, "free some space, or move the state folder with --state")
        : new Finding("disk", State.OK, detail, null);
  }
}
