package dev.cadre.sdk;

/** An agent that is serving. */
public interface RunningAgent extends AutoCloseable {

  /** The port it listens on. */
  int port();

  /** Stops: running invocations get 5 seconds to end. */
  @Override
  void close();
}
