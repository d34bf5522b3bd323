package dev.cadre.mcp;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Where a server says that what it offers has changed, for whoever listens. Thread-safe. */
public final class McpChanges {

  /** What changed. */
  public sealed interface Change {
    record Tools() implements Change {}

    record Prompts() implements Change {}

    record Resources() implements Change {}

    /** The content of one resource. */
    record Resource(String uri) implements Change {}
  }

  private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();

  /** Tells all listeners, on the calling thread. */
  public void announce(Change change) {
    listeners.forEach(listener -> listener.accept(change));
  }

  /** Closing the subscription ends it. */
  Subscription listen(Consumer<Change> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** A listener that is still told. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
