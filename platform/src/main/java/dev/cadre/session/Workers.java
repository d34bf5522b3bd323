package dev.cadre.session;

import dev.cadre.agent.Deployment;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Starts the workers that sessions run on. Thread-safe. */
interface Workers {

  /**
   * Starts a worker and waits until it takes requests.
   *
   * @param workerId names its folder; an id used before finds what the earlier worker left there
   * @throws dev.cadre.fault.Fault.AgentFailed when it exits or does not open its port in time, with its last lines
   */
  Worker start(Deployment deployment, String workerId) throws InterruptedException;

  /** One started worker. It belongs to at most one session, ever. */
  interface Worker {
    String id();

    /** Null for an agent that runs elsewhere. */
    @Nullable Long pid();

    Target target();

    /** Which isolation is in force, in a few words. */
    String isolation();

    /** Lines it logs from now on carry the session's id. */
    void assign(LiveSession session);

    /** Runs {@code listener} once when it is gone, at once when it is gone already. */
    void onEnd(Consumer<Ending> listener);

    Usage usage();

    /** The newest lines it logged, oldest first. */
    List<String> lastLines();

    /** Runs a shell command beside the agent, in its sandbox. */
    CommandResult run(String command, Duration limit, CommandOutput output) throws InterruptedException;

    /** Asks it to end, and ends it after {@code grace}. Returns when it is gone. */
    void stop(Duration grace);
  }

  /**
   * How a worker ended.
   *
   * @param exitCode null when a signal ended it
   */
  record Ending(EndReason reason, String detail, @Nullable Integer exitCode) {}

  /**
   * @param memoryBytes resident, of the worker and all it started
   * @param cpu used since it started
   */
  record Usage(long memoryBytes, Duration cpu) {}

  /** What became of a command; {@code exitCode} is -1 when it was ended at its limit. */
  record CommandResult(int exitCode, boolean timedOut) {}

  /** Takes a command's output as it comes, from one thread at a time. */
  interface CommandOutput {
    void stdout(String text);

    void stderr(String text);
  }
}
