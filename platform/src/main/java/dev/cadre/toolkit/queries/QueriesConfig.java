package dev.cadre.toolkit.queries;

import dev.cadre.config.Section;
import dev.cadre.fault.Fault;
import dev.cadre.toolkit.database.DatabaseConfig;
import dev.cadre.toolkit.database.Dialect;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * Settings of the server.
 *
 * @param database which one, and its limits
 * @param about what the server is for, for a model
 */
public record QueriesConfig(DatabaseConfig database, String about, List<Query> queries) {
  public static final String OPTIONS =
      """
      --file FILE          the queries, in YAML (docs/mcp-servers.md)
      --about TEXT         what they are for
      and the options of 'database'
      """;

  public QueriesConfig {
    queries = List.copyOf(queries);
  }

  /**
   * @param base where the file's path begins
   */
  public static QueriesConfig read(Section section, Path base) {
    DatabaseConfig database = DatabaseConfig.read(section);
    List<Query> queries = queries(section, base, Dialect.of(database.url().value()));
    if (!database.writable()) {
      queries.stream()
          .filter(Query::writes)
          .forEach(
              query ->
                  section.problem(
                      "file", "has " + query.name() + ", which writes: set writable to true"));
    }
    return new QueriesConfig(database, section.text("about", QueriesServer.ABOUT), queries);
  }

  private static List<Query> queries(Section section, Path base, Dialect dialect) {
    String file = section.text("file");
    if (file.isEmpty()) {
      return List.of();
    }
    try {
      return QueryFile.read(base.resolve(file).normalize(), dialect);
    } catch (InvalidPathException e) {
      section.problem("file", "is '" + file + "', no path");
    } catch (Fault.Invalid e) {
      section.problem("file", "is wrong:\n" + e.getMessage());
    }
    return List.of();
  }

  /** The same for another database. */
  public QueriesConfig with(DatabaseConfig other) {
    return new QueriesConfig(other, about, queries);
  }
}
