package dev.cadre.harness;

import dev.cadre.model.Caller;
import dev.cadre.model.Content;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One turn to be run.
 *
 * @param agent the definition in force, with what the caller overrode
 * @param conversation whose history the turn continues
 * @param goesOnUnheard true when the turn ends by itself although nobody listens any more
 * @param key the same when the request is repeated after a crash; null when nobody would repeat it
 */
public record TurnRequest(
    AgentDefinition agent,
    ConversationId conversation,
    TurnInput input,
    Caller caller,
    boolean goesOnUnheard,
    @Nullable String key) {

  /** The same, for a conversation that the platform knows, or was told to forget. */
  TurnRequest withoutHistory() {
    if (!(input instanceof TurnInput.Said(List<Content> content, Beside beside))) {
      return this;
    }
    TurnInput said = new TurnInput.Said(content, beside.withoutHistory());
    return new TurnRequest(agent, conversation, said, caller, goesOnUnheard, key);
  }

  /** A request that nobody repeats. */
  public TurnRequest(
      AgentDefinition agent,
      ConversationId conversation,
      TurnInput input,
      Caller caller,
      boolean goesOnUnheard) {
    this(agent, conversation, input, caller, goesOnUnheard, null);
  }
}
