package dev.cadre.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Those who want to know when a worker without a process stops: each is told once. */
final class Endings {
  private static final Workers.Ending STOPPED =
      new Workers.Ending(EndReason.STOPPED, "was stopped", null);

  // Both guarded by this object.
  private final List<Consumer<Workers.Ending>> listeners = new ArrayList<>();
  private boolean ended;

  /** Tells {@code listener} at the end, or now when that has been. */
  void listen(Consumer<Workers.Ending> listener) {
    synchronized (this) {
      if (!ended) {
        listeners.add(listener);
        return;
      }
    }
    listener.accept(STOPPED);
  }

  void end() {
    List<Consumer<Workers.Ending>> told;
    synchronized (this) {
      ended = true;
      told = List.copyOf(listeners);
      listeners.clear();
    }
    told.forEach(listener -> listener.accept(STOPPED));
  }
}
