package dev.cadre.session;

import dev.cadre.agent.Deployment;
import dev.cadre.worker.CommandOutput;
import dev.cadre.worker.CommandResult;
import dev.cadre.worker.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Starts the workers that sessions run on. Thread-safe. */
interface Workers {

  /**
   * Starts a worker and waits until it takes requests.
   *
   * @param workerId names its folder; an id used before finds what the earlier worker left there
   * @throws dev.cadre.fault.Fault.AgentFailed when it exits or does not open its port in time, with
   *     its last lines
   */
  Worker start(Deployment deployment, String workerId) throws InterruptedException;

  /** Removes what a worker left: its session is over. Says nothing of a worker never started. */
  void discard(String workerId);

  /** Removes what all workers left but those of {@code inUse}; before the first start. */
  void discardAllBut(Set<String> inUse);

  /** One started worker. It belongs to at most one session, ever. */
  interface Worker {
    String id();

    /** Null for an agent that runs elsewhere. */
    @Nullable Long pid();

    /** Null for an agent that the platform itself runs. */
    @Nullable Target target();

    /** Which isolation is in force, in a few words. */
    String isolation();

    /** What it logs and what it calls the platform for are the session's from now on. */
    void assign(LiveSession session);

    /** Runs {@code listener} once when it is gone, at once when it is gone already. */
    void onEnd(Consumer<Ending> listener);

    Usage usage();

    /** The newest lines it logged, oldest first. */
    List<String> lastLines();

    /** Runs a shell command beside the agent, in its sandbox; {@code limit} is 1 s to 1 h. */
    CommandResult run(String command, Duration limit, CommandOutput output)
        throws InterruptedException;

    /** Asks it to end, and ends it after {@code grace}. Returns when it is gone. */
    void stop(Duration grace);
  }

  /**
   * How a worker ended.
   *
   * @param detail a sentence without a full stop that follows "the agent"
   * @param exitCode null when a signal ended it
   */
  record Ending(EndReason reason, String detail, @Nullable Integer exitCode) {}
}
