package dev.cadre.session;

import dev.cadre.fault.Fault;
import dev.cadre.harness.ConversationId;
import dev.cadre.worker.CommandOutput;
import dev.cadre.worker.CommandResult;
import dev.cadre.worker.Usage;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A declared agent in a session: the platform runs it, so that nothing starts here. What there is
 * to end is the turn under way.
 */
final class InlineWorker implements Workers.Worker {
  private final String id;
  private final Consumer<ConversationId> cancel;
  private final Endings endings = new Endings();
  private volatile @Nullable LiveSession session;

  /**
   * @param cancel ends the turn that a conversation is in
   */
  InlineWorker(String id, Consumer<ConversationId> cancel) {
    this.id = id;
    this.cancel = cancel;
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
  public @Nullable Target target() {
    return null;
  }

  @Override
  public String isolation() {
    return "in the platform: no code of its own";
  }

  @Override
  public void assign(LiveSession owner) {
    session = owner;
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
        "this agent is declared and runs in the platform itself; it has no machine for commands");
  }

  @Override
  public void stop(Duration grace) {
    LiveSession owner = session;
    // When the platform stops, a turn is not over: it goes on at the next start.
    if (owner != null && !owner.suspended()) {
      LiveSession.Key key = owner.key();
      cancel.accept(new ConversationId(key.runtime().value(), key.session().value()));
    }
    endings.end();
  }
}
