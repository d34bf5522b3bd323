package dev.cadre.harness;

import dev.cadre.model.Caller;
import java.time.Instant;
import java.util.UUID;

/**
 * What one turn is about.
 *
 * @param caller with the turn's own span
 * @param began when it began, or was taken up again
 * @param again true for one that a crash had cut
 */
record Work(
    UUID turn,
    AgentDefinition agent,
    ConversationId conversation,
    TurnInput input,
    Caller caller,
    Instant began,
    boolean again) {}
