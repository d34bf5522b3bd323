package dev.cadre.toolkit.data;

import dev.cadre.fault.Fault;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whether a text is one query. That it writes nothing is SQLite's to keep; this makes a statement
 * of another kind, or a second one, an error that says so.
 */
final class SqlCheck {
  private static final Pattern BEGINS =
      Pattern.compile("(?s)(select|with|values)\\b.*", Pattern.CASE_INSENSITIVE);
  private static final Pattern WRITES =
      Pattern.compile("(?s)(insert|update|delete|replace|create|drop|alter|truncate|merge)\\b.*");

  private SqlCheck() {}

  /** The statement without comments before it and semicolons after it. */
  static String single(String sql) {
    String bare = sql.strip();
    int start = skipped(bare, 0);
    int end = end(bare, start);
    if (skippedAll(bare, end) < bare.length()) {
      throw new Fault.Invalid("that is more than one statement; send one query at a time");
    }
    String statement = bare.substring(start, end);
    if (!BEGINS.matcher(statement).matches()) {
      boolean writes = WRITES.matcher(statement.toLowerCase(Locale.ROOT)).matches();
      throw new Fault.Invalid(
          writes
              ? "the table is read-only; ask with select"
              : "that is no query; begin with select, with or values");
    }
    return statement;
  }

  /** Where the first statement ends: at a semicolon outside of quotes and comments. */
  private static int end(String sql, int from) {
    int at = from;
    while (at < sql.length()) {
      int after = skipped(sql, at);
      if (after > at) {
        at = after;
        continue;
      }
      char c = sql.charAt(at);
      if (c == ';') {
        return at;
      }
      if (c == '\'' || c == '"' || c == '`' || c == '[') {
        int close = sql.indexOf(c == '[' ? ']' : c, at + 1);
        at = close < 0 ? sql.length() : close + 1;
      } else {
        at++;
      }
    }
    return sql.length();
  }

  /** After white space and comments. */
  private static int skipped(String sql, int from) {
    int at = from;
    while (at < sql.length()) {
      if (Character.isWhitespace(sql.charAt(at))) {
        at++;
      } else if (sql.startsWith("--", at)) {
        int line = sql.indexOf('\n', at);
        at = line < 0 ? sql.length() : line + 1;
      } else if (sql.startsWith("/*", at)) {
        int close = sql.indexOf("*/", at + 2);
        at = close < 0 ? sql.length() : close + 2;
      } else {
        return at;
      }
    }
    return at;
  }

  private static int skippedAll(String sql, int from) {
    int at = from;
    while (at < sql.length()) {
      int after = skipped(sql, at);
      if (after < sql.length() && sql.charAt(after) == ';') {
        at = after + 1;
      } else {
        return after;
      }
    }
    return at;
  }
}
