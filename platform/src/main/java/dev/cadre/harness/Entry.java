package dev.cadre.harness;

import dev.cadre.model.Caller;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something to be recorded, whole or not at all. */
sealed interface Entry {

  /**
   * A turn begins, with its first event.
   *
   * @param key of the request; null for none
   * @param answers the turn that waited for this input, if one did
   */
  record Begin(
      UUID turn,
      ConversationId conversation,
      Caller caller,
      @Nullable String traceparent,
      AgentDefinition agent,
      TurnInput input,
      @Nullable String key,
      @Nullable UUID answers,
      Instant at)
      implements Entry {}

  /**
   * Events of one turn, in order.
   *
   * @param from the first one's number
   * @param close set with a turn's last event
   * @param trim set when the front of the conversation is left out from now on
   */
  record Append(
      UUID turn,
      int from,
      List<TurnEvent> events,
      Instant at,
      @Nullable Close close,
      @Nullable Trim trim)
      implements Entry {
    public Append {
      events = List.copyOf(events);
    }
  }

  /** How a turn is left. */
  record Close(TurnState state, int steps, long inputTokens, long outputTokens) {}

  record Trim(ConversationId conversation, long keptFrom, String summary) {}
}
