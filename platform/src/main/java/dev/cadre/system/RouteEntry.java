package dev.cadre.system;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A plain HTTP route of a system.
 *
 * @param paths where it answers, one or more
 */
record RouteEntry(List<String> paths, Does does) {
  RouteEntry {
    paths = List.copyOf(paths);
  }

  /** What a route does. */
  sealed interface Does {

    /**
     * Asks an agent.
     *
     * @param fields where the request says what
     * @param answer of the response, with {@code $names} in place of what is known afterwards
     * @param stream paths that tell of the turn as it goes, a JSON object a line
     * @param tokens paths that tell the answer as it is written, a JSON object a line
     */
    record Ask(
        String agent, Fields fields, ObjectNode answer, List<String> stream, List<String> tokens)
        implements Does {
      public Ask {
        stream = List.copyOf(stream);
        tokens = List.copyOf(tokens);
      }
    }

    /**
     * Whether agents can be asked.
     *
     * @param agent null for all of the system
     */
    record Health(@Nullable String agent) implements Does {}

    /** What an agent is, and what it can do. */
    record About(String agent) implements Does {}

    /** Every agent of the system, and whether it can be asked. */
    record Status() implements Does {}

    /** How many answers are streamed now. */
    record Streams() implements Does {}

    /** Names of conversations with an agent are made, and looked up. */
    record Sessions(String agent, @Nullable String memory) implements Does {}

    /** Places for files. */
    record Uploads() implements Does {}

    /** What a memory knows of whoever asks. */
    record Recall(String memory, Kind kind) implements Does {}
  }

  /** What is recalled. */
  enum Kind {
    QUERY,
    SESSIONS,
    PREFERENCES
  }

  /**
   * The names of a request's fields.
   *
   * @param session of the conversation; a request without it begins one
   * @param person whom the request is made for; believed of callers who may speak for others
   * @param file the URI of an upload; empty for a route that takes none
   * @param data a file in base64; empty for a route that takes none
   * @param mediaType of {@code data}
   * @param history of the conversation, for a platform that does not know it yet; empty for a route
   *     that takes none
   * @param context data of the calling program; empty for a route that takes none
   * @param words how many the answer may have, each counted as six characters; empty for a route
   *     that has no such field
   * @param characters how many the answer may have; empty for a route that has no such field
   */
  record Fields(
      String message,
      String session,
      String person,
      String file,
      String data,
      String mediaType,
      String history,
      String context,
      String words,
      String characters) {}
}
