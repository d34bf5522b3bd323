package dev.cadre.session;

import dev.cadre.fault.Fault;
import dev.cadre.worker.CommandOutput;
import dev.cadre.worker.CommandResult;
import dev.cadre.worker.Usage;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An agent that its owner runs: sessions of it are records here and whatever it makes of the
 * session id there.
 */
final class RemoteWorker implements Workers.Worker {
  private final String id;
  private final Target target;
  private final Endings endings = new Endings();

  RemoteWorker(String id, URI url) {
    this.id = id;
    this.target = new Target.Remote(url);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public @Nullable Long pid() {
    return null;
  }

  @Override
  public Target target() {
    return target;
  }

  @Override
  public String isolation() {
    return "remote: run by its owner";
  }

  @Override
  public void assign(LiveSession session) {
    // Its log is where its owner runs it.
  }

  @Override
  public void onEnd(Consumer<Workers.Ending> listener) {
    endings.listen(listener);
  }

  @Override
  public Usage usage() {
    return Usage.NONE;
  }

  @Override
  public List<String> lastLines() {
    return List.of();
  }

  @Override
  public CommandResult run(String command, Duration limit, CommandOutput output) {
    throw new Fault.Invalid(
        "this agent runs elsewhere, at "
            + target.origin()
            + "; commands run only in sessions hosted here");
  }

  @Override
  public void stop(Duration grace) {
    endings.end();
  }
}
