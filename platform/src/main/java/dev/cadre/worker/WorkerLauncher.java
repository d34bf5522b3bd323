package dev.cadre.worker;

import java.io.IOException;

/** Starts workers on this machine. Thread-safe. */
public interface WorkerLauncher {

  /**
   * Starts the program and returns once it runs in its sandbox; its port may not be open yet (see
   * {@link Worker#awaitPort}). Takes 10 to 20 ms.
   *
   * @throws dev.cadre.fault.Fault.AgentFailed when the program could not be executed
   * @throws dev.cadre.fault.Fault.Unavailable when the machine could not start a process
   */
  Worker start(WorkerSpec spec);

  /** What confines a worker here. Found out once, at construction. */
  Isolation isolation();

  /**
   * Ends what a platform that was killed left behind, and removes its records. Called once, before
   * the first start, by the one platform that owns the state folder.
   *
   * @return how many workers were found alive and killed
   */
  int sweep() throws IOException;
}
