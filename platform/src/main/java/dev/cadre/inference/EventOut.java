package dev.cadre.inference;

import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/** Where a reply's events go; the first begins the response. */
interface EventOut {
  void event(String type, ObjectNode payload) throws IOException;

  /** The last event of a reply that broke off. */
  void exception(Failure failure) throws IOException;
}
