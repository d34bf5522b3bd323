package dev.cadre.session;

import dev.cadre.worker.CommandOutput;
import dev.cadre.worker.CommandResult;
import dev.cadre.worker.Usage;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A worker that lives until it is told to end. */
final class FakeWorker implements Workers.Worker {
  private final String id;
  private final List<Consumer<Workers.Ending>> listeners = new ArrayList<>();
  private Workers.@Nullable Ending ending;

  /** The sessions it was given to. */
  final List<LiveSession> owners = new CopyOnWriteArrayList<>();

  volatile URI origin = URI.create("http://127.0.0.1:9");

  FakeWorker(String id) {
    this.id = id;
  }

  /** Ends by itself. */
  void die(int code) {
    end(new Workers.Ending(EndReason.CRASHED, "exited with code " + code, code));
  }

  synchronized boolean alive() {
    return ending == null;
  }

  private void end(Workers.Ending how) {
    List<Consumer<Workers.Ending>> told;
    synchronized (this) {
      if (ending != null) {
        return;
      }
      ending = how;
      told = List.copyOf(listeners);
    }
    told.forEach(listener -> listener.accept(how));
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Long pid() {
    return 4711L;
  }

  @Override
  public Target target() {
    return new Target.Remote(origin);
  }

  @Override
  public String isolation() {
    return "none: a test";
  }

  @Override
  public void assign(LiveSession session) {
    owners.add(session);
  }

  @Override
  public void onEnd(Consumer<Workers.Ending> listener) {
    Workers.Ending already;
    synchronized (this) {
      already = ending;
      if (already == null) {
        listeners.add(listener);
      }
    }
    if (already != null) {
      listener.accept(already);
    }
  }

  @Override
  public Usage usage() {
    return Usage.NONE;
  }

  @Override
  public List<String> lastLines() {
    return List.of("the line before the last", "the last line");
  }

  @Override
  public CommandResult run(String command, Duration limit, CommandOutput output) {
    throw new AssertionError("no test runs commands here");
  }

  @Override
  public void stop(Duration grace) {
    end(new Workers.Ending(EndReason.STOPPED, "was stopped", null));
  }
}
