package dev.cadre.harness;

import java.io.IOException;

/** Shows a turn's events to whoever asked for it. */
@FunctionalInterface
public interface TurnSink {

  /**
   * Called in order, from one thread, once the event is recorded. An {@code IOException} says that
   * nobody listens any more; the turn goes on or is cancelled, as its request says.
   */
  void accept(TurnEvent event) throws IOException;
}
