package dev.cadre.model;

import dev.cadre.time.Pause;
import dev.cadre.time.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Time that passes when told to, or when something waits for it. */
final class TestTime implements InstantSource, Timer, Pause {
  private final List<Alarm> alarms = new ArrayList<>();
  final List<Duration> pauses = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-21T12:00:00Z");

  private record Alarm(Instant due, Runnable work) {}

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public Cancellable after(Duration delay, Runnable work) {
    Alarm alarm = new Alarm(now.plus(delay), work);
    alarms.add(alarm);
    return () -> alarms.remove(alarm);
  }

  /** Nothing here is done again and again. */
  @Override
  public Cancellable every(Duration period, Runnable work) {
    return () -> {};
  }

  @Override
  public void of(Duration length) {
    pauses.add(length);
    forward(length);
  }

  void forward(Duration by) {
    now = now.plus(by);
    List<Alarm> due = alarms.stream().filter(alarm -> !alarm.due().isAfter(now)).toList();
    alarms.removeAll(due);
    due.forEach(alarm -> alarm.work().run());
  }

  int alarms() {
    return alarms.size();
  }
}
