package dev.cadre.harness;

import dev.cadre.time.Timer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Fires when told to. */
final class FiredTimer implements Timer {
  private final List<Alarm> alarms = new CopyOnWriteArrayList<>();

  private record Alarm(Duration delay, Runnable work) {}

  @Override
  public Cancellable after(Duration delay, Runnable work) {
    Alarm alarm = new Alarm(delay, work);
    alarms.add(alarm);
    return () -> alarms.remove(alarm);
  }

  @Override
  public Cancellable every(Duration period, Runnable work) {
    return () -> {};
  }

  void fireShortest() {
    fire(Comparator.comparing(Alarm::delay));
  }

  void fireLongest() {
    fire(Comparator.comparing(Alarm::delay).reversed());
  }

  private void fire(Comparator<Alarm> order) {
    Alarm alarm = alarms.stream().min(order).orElseThrow();
    Thread.ofVirtual().start(alarm.work());
  }
}
