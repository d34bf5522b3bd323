package dev.cadre.agent;

import tools.jackson.databind.node.ObjectNode;

/**
 * What is to be made of declared agents. The agent feature stores definitions and knows nothing of
 * their keys; whoever runs them says which are whole. Every method throws {@link
 * dev.cadre.fault.Fault.Invalid} with all that is wrong.
 */
public interface Declarations {

  /**
   * The definition to be stored, of an agent's file; errors name their lines.
   *
   * @param source what a person knows the file by
   */
  ObjectNode ofFile(String source, String yaml);

  /** The definition to be stored, of one given as JSON. */
  ObjectNode ofJson(ObjectNode definition);

  /**
   * The definition of a harness.
   *
   * @param base what stays where {@code members} say nothing: a stored definition, or one that has
   *     only a name
   * @param members of CreateHarness that say what the agent is, such as {@code systemPrompt}
   */
  ObjectNode ofHarness(ObjectNode base, ObjectNode members);

  /** The harness members that come nearest to a stored definition that was made without them. */
  ObjectNode toHarness(ObjectNode definition);
}
