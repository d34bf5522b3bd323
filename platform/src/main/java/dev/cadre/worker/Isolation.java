package dev.cadre.worker;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What confines a worker on this machine.
 *
 * @param files its own view of the file system
 * @param processes it sees and signals its own processes only
 * @param network its own network, so that it has ports 8080, 8000 and 9000 to itself and the
 *     network policy holds
 * @param calls system calls that only serve to attack the kernel are refused
 * @param user how it differs from the platform on the host's file system
 * @param accounting how memory, CPU and processes are held
 * @param gaps what is missing, why, and what to do
 */
public record Isolation(
    boolean files,
    boolean processes,
    boolean network,
    boolean calls,
    User user,
    Accounting accounting,
    List<Gap> gaps) {

  public Isolation {
    gaps = List.copyOf(gaps);
  }

  /** Whom a worker's processes are on the host. */
  public enum User {
    /** A user id of its own: the platform is root. */
    OWN,
    /** The platform's user, in a user namespace without privileges. */
    NAMESPACE,
    /** The platform's user. */
    PLATFORM
  }

  /** What holds the limits. */
  public enum Accounting {
    /** The kernel, for the whole worker at once. */
    CGROUP_V2,
    /** Resource limits of each process, and a look at memory and disk once a second. */
    WATCHED
  }

  /** One thing that is missing. {@code remedy} is null where nothing can be done. */
  public record Gap(String what, String why, @Nullable String remedy) {

    public String sentence() {
      return what + ": " + why + (remedy == null ? "" : "; " + remedy);
    }
  }

  public boolean full() {
    return files && processes && network && user != User.PLATFORM;
  }

  /** For banner, doctor and status: one sentence. */
  public String sentence() {
    if (full()) {
      return "sandboxed: own files, processes, network and "
          + switch (user) {
            case OWN -> "user";
            case NAMESPACE, PLATFORM -> "user namespace";
          }
          + (calls ? "; system calls filtered" : "")
          + "; limits by "
          + switch (accounting) {
            case CGROUP_V2 -> "cgroup v2";
            case WATCHED -> "resource limits and a watchdog";
          };
    }
    if (files) {
      return "partly sandboxed: " + String.join(". ", gaps.stream().map(Gap::sentence).toList());
    }
    return "NOT sandboxed, agents run as plain processes: "
        + String.join(". ", gaps.stream().map(Gap::sentence).toList());
  }
}
