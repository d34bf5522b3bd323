package dev.cadre.surface;

import tools.jackson.databind.node.ObjectNode;

/** One message of a streamed answer, before it is put on a wire. */
sealed interface Frame {

  /**
   * @param name of the event; what a wire without names leaves out
   */
  record Event(String name, ObjectNode data) implements Frame {}

  /** The last message of a stream that ends in an error of type {@code name}. */
  record Failure(String name, ObjectNode data) implements Frame {}
}
