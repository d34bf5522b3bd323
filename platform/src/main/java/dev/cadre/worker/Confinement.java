package dev.cadre.worker;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the command lines of a worker and of a command in its sandbox are made on this machine. */
sealed interface Confinement permits Bubblewrap, Confinement.Plain {

  /** Starts a shell, confined, that reads a {@link Script} and becomes the worker's program. */
  List<String> start(Launch launch);

  /**
   * Starts such a shell in the sandbox of a running worker, for another command.
   *
   * @param inner the sandbox's first process, as the host numbers it
   */
  List<String> enter(Launch launch, long inner, List<String> command);

  /** Whether {@link #start} prints bubblewrap's information on stderr first. */
  boolean sandboxed();

  /** Whether a worker has a network of its own. */
  boolean ownNetwork();

  /** No sandbox: the limits and the end with the platform, where the system's tools give them. */
  record Plain(Tools tools) implements Confinement {
    @Override
    public List<String> start(Launch launch) {
      return wrapped(launch.command());
    }

    @Override
    public List<String> enter(Launch launch, long inner, List<String> command) {
      return wrapped(command);
    }

    private List<String> wrapped(List<String> command) {
      List<String> line = new ArrayList<>();
      if (tools.setsid() != null) {
        line.add(tools.setsid().toString());
      }
      if (tools.setpriv() != null) {
        line.addAll(List.of(tools.setpriv().toString(), "--pdeathsig", "KILL"));
        line.addAll(List.of("--inh-caps=-all", "--ambient-caps=-all", "--no-new-privs", "--"));
      }
      line.addAll(Script.shell(tools.shell(), command));
      return line;
    }

    @Override
    public boolean sandboxed() {
      return false;
    }

    @Override
    public boolean ownNetwork() {
      return false;
    }
  }

  /** The words after which a program has neither privileges nor a way to get some. */
  static List<String> unprivileged(Tools tools, int uid, @Nullable Limits limits) {
    List<String> line = new ArrayList<>();
    if (tools.setpriv() != null) {
      line.add(tools.setpriv().toString());
      if (uid >= 0) {
        line.addAll(List.of("--reuid", "" + uid, "--regid", "" + uid, "--clear-groups"));
      }
      line.addAll(List.of("--inh-caps=-all", "--ambient-caps=-all", "--no-new-privs"));
      if (uid >= 0) {
        line.add("--bounding-set=-all");
      }
      line.add("--");
    }
    if (tools.prlimit() != null && limits != null) {
      line.addAll(List.of(tools.prlimit().toString(), "--nproc=" + limits.processes(), "--"));
    }
    return line;
  }
}
