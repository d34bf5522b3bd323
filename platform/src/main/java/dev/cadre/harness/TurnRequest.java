package dev.cadre.harness;

import dev.cadre.model.Caller;

/**
 * One turn to be run.
 *
 * @param agent the definition in force, with what the caller overrode
 * @param conversation whose history the turn continues
 * @param goesOnUnheard true when the turn ends by itself although nobody listens any more
 */
public record TurnRequest(
    AgentDefinition agent,
    ConversationId conversation,
    TurnInput input,
    Caller caller,
    boolean goesOnUnheard) {}
