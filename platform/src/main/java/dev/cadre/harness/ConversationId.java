package dev.cadre.harness;

/**
 * One history of messages: an agent's session.
 *
 * @param agent the agent runtime's id
 * @param session unique within the agent
 */
public record ConversationId(String agent, String session) {}
