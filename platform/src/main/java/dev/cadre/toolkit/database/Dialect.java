package dev.cadre.toolkit.database;

import java.util.Set;

/** How a kind of database is spoken to, where JDBC leaves that open. */
public enum Dialect {
  POSTGRESQL,
  SQLITE,
  OTHER;

  public static Dialect of(String jdbcUrl) {
    // Systems have a PostgreSQL database of their own.
    if (jdbcUrl.startsWith("jdbc:postgresql:") || jdbcUrl.equals(DatabaseConfig.OF_SYSTEM)) {
      return POSTGRESQL;
    }
    return jdbcUrl.startsWith("jdbc:sqlite:") ? SQLITE : OTHER;
  }

  /** The words with which a statement that only reads may begin. */
  public Set<String> reading() {
    return switch (this) {
      case POSTGRESQL -> Set.of("SELECT", "WITH", "VALUES", "TABLE", "SHOW", "EXPLAIN");
      // No PRAGMA: get_schema tells what is there, and some pragmas change the connection.
      case SQLITE -> Set.of("SELECT", "WITH", "VALUES", "EXPLAIN");
      case OTHER ->
          Set.of("SELECT", "WITH", "VALUES", "TABLE", "SHOW", "EXPLAIN", "DESCRIBE", "DESC");
    };
  }

  /** True where a comment may hold another, so that only the outer end ends it. */
  boolean nestedComments() {
    return this == POSTGRESQL;
  }

  /** True where {@code $$...$$} and {@code $tag$...$tag$} are texts. */
  boolean dollarQuotes() {
    return this == POSTGRESQL;
  }
}
