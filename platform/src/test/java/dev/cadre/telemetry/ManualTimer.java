package dev.cadre.telemetry;

import dev.cadre.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs what it was given when told to. */
final class ManualTimer implements Timer {
  private final List<Runnable> once = new ArrayList<>();
  private final List<Runnable> periodic = new ArrayList<>();

  @Override
  public Cancellable after(Duration delay, Runnable work) {
    once.add(work);
    return () -> once.remove(work);
  }

  @Override
  public Cancellable every(Duration period, Runnable work) {
    periodic.add(work);
    return () -> periodic.remove(work);
  }

  void tick() {
    List.copyOf(once).forEach(Runnable::run);
    once.clear();
    List.copyOf(periodic).forEach(Runnable::run);
  }

  int scheduled() {
    return once.size() + periodic.size();
  }
}
