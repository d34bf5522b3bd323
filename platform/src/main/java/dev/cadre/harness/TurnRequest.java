package dev.cadre.harness;

import dev.cadre.model.Caller;
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
