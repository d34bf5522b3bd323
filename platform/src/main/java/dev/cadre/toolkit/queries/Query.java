package dev.cadre.toolkit.queries;

import java.util.Map;

/**
 * One tool of a file of queries.
 *
 * @param parameters by their names
 * @param empty what is said when there are no rows; {@code {order_id}} stands for what was asked
 * @param writes whether it changes something
 * @param place the file and the line of the statement, for whoever mends it
 */
record Query(
    String name,
    String description,
    Map<String, Parameter> parameters,
    NamedSql sql,
    String empty,
    boolean writes,
    String place) {

  /** Whom the work is done for: the platform says it, never a model. */
  static final String PERSON = "person";

  /** The same when a call is repeated after a crash, for statements that write. */
  static final String CALL = "call";

  Query {
    parameters = Map.copyOf(parameters);
  }
}
