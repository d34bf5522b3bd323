package dev.cadre.session;

import java.util.concurrent.atomic.AtomicBoolean;

/** A session with a worker, held for one invocation. Closing it, once or more, ends that. */
final class Lease implements AutoCloseable {
  private final LiveSession session;
  private final Workers.Worker worker;
  private final AtomicBoolean closed = new AtomicBoolean();

  Lease(LiveSession session, Workers.Worker worker) {
    this.session = session;
    this.worker = worker;
  }

  LiveSession session() {
    return session;
  }

  Workers.Worker worker() {
    return worker;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      session.finish();
    }
  }
}
