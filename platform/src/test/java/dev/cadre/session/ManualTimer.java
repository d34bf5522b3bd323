package dev.cadre.session;

import dev.cadre.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time passes when a test says so; what is periodic never runs. Thread-safe. */
final class ManualTimer implements Timer {
  private final List<Due> waiting = new ArrayList<>();
  private Duration now = Duration.ZERO;

  private record Due(Duration at, Runnable work) {}

  @Override
  public synchronized Cancellable after(Duration delay, Runnable work) {
    Due due = new Due(now.plus(delay), work);
    waiting.add(due);
    return () -> cancel(due);
  }

  @Override
  public Cancellable every(Duration period, Runnable work) {
    return () -> {};
  }

  private synchronized void cancel(Due due) {
    waiting.removeIf(one -> one == due);
  }

  void pass(Duration time) {
    List<Due> over;
    synchronized (this) {
      now = now.plus(time);
      over = waiting.stream().filter(due -> due.at().compareTo(now) <= 0).toList();
      waiting.removeAll(over);
    }
    over.forEach(due -> due.work().run());
  }

  synchronized int waiting() {
    return waiting.size();
  }
}
