package dev.cadre.worker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A running program that belongs to one session and is never reused. Thread-safe.
 *
 * <p>After the exit, {@link #connect} fails, {@link #usage} keeps the last reading, and {@link
 * #lastLines} stays as it was.
 */
public interface Worker {

  /** {@link WorkerSpec#workerId}. */
  String id();

  /** The process id on the host: the outermost process of the sandbox. */
  long pid();

  /**
   * A new, connected, blocking channel to the agent's port, seen from inside the worker's own
   * network.
   *
   * @throws IOException when nothing listens there, or the worker has ended
   */
  SocketChannel connect() throws IOException;

  /**
   * A new channel in the worker's own network, not yet connected, for a client that connects by
   * itself to {@link #address}.
   *
   * @throws IOException when the worker has ended
   */
  SocketChannel open() throws IOException;

  /** Where the agent listens, seen from inside the worker's own network. */
  InetSocketAddress address();

  /**
   * Returns when the agent's port accepts connections.
   *
   * @param limit at most 120 s
   * @throws dev.cadre.fault.Fault.AgentFailed when the program ended first or the limit passed,
   *     with the reason and its last lines. The worker is not stopped.
   */
  void awaitPort(Duration limit) throws InterruptedException;

  /** How it ended; empty while it runs. */
  Optional<Exit> exit();

  Exit awaitExit() throws InterruptedException;

  /** Calls {@code listener} once, on a virtual thread; at once when the worker has ended. */
  void onExit(Consumer<Exit> listener);

  /** What the whole sandbox uses: at most 2 s old, disk 5 s. */
  Usage usage();

  /** The newest lines of stdout and stderr: at most 50 lines and 16 KB. */
  List<String> lastLines();

  /**
   * Runs a command in the same sandbox: same files, network, user, environment and limits. Its
   * processes end with it, except those it detached, which end with the worker. Interruption kills
   * it.
   *
   * @param timeout 1 s to 1 h
   * @throws dev.cadre.fault.Fault.Conflict when the worker has ended
   */
  CommandResult run(List<String> command, Duration timeout, CommandOutput output)
      throws InterruptedException;

  /**
   * SIGTERM to the program, then, after {@code grace}, SIGKILL to everything in the sandbox.
   * Returns when all of it is gone. Interruption kills at once.
   */
  Exit stop(Duration grace) throws InterruptedException;
}
