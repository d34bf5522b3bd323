package dev.cadre.toolkit.database;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What SQLite says went wrong. */
public final class SqliteMessage {
  /** The driver puts the code, and what it means in general, before what SQLite says. */
  private static final Pattern SAID =
      Pattern.compile("\\[SQLITE_[A-Z_]+].*?\\((.*)\\)\\s*", Pattern.DOTALL);

  private SqliteMessage() {}

  /** The message of another driver as it is. */
  public static String of(SQLException e) {
    String message = String.valueOf(e.getMessage());
    Matcher said = SAID.matcher(message);
    return said.matches() ? said.group(1) : message;
  }
}
