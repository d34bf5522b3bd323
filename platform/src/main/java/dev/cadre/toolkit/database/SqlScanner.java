package dev.cadre.toolkit.database;

import dev.cadre.fault.Fault;
import java.util.Locale;

/**
 * Finds in a text the first word of its one statement. A text whose parts two databases would take
 * apart differently is refused where the dialect is not known, rather than guessed at: a semicolon
 * that one of them sees begins another statement.
 */
public final class SqlScanner {
  private static final String ONE =
      "send one statement, without a semicolon inside it, and put texts into params";

  private final String sql;
  private final Dialect dialect;
  private int at;
  private int wordBegin = -1;
  private int wordEnd = -1;
  private boolean ended;

  private SqlScanner(String sql, Dialect dialect) {
    this.sql = sql;
    this.dialect = dialect;
  }

  /**
   * The first word in capitals, such as SELECT.
   *
   * @throws Fault.Invalid when the text is not exactly one statement
   */
  public static String firstWord(String sql, Dialect dialect) {
    if (sql.indexOf(0) >= 0) {
      throw new Fault.Invalid("the query holds a NUL character; leave it out");
    }
    SqlScanner scanner = new SqlScanner(sql, dialect);
    while (scanner.at < sql.length()) {
      scanner.step();
    }
    if (scanner.wordBegin < 0) {
      throw new Fault.Invalid("the query holds no statement; " + ONE);
    }
    return sql.substring(scanner.wordBegin, scanner.wordEnd).toUpperCase(Locale.ROOT);
  }

  private void step() {
    char c = sql.charAt(at);
    if (Character.isWhitespace(c)) {
      at++;
    } else if (sql.startsWith("--", at)) {
      skipLine();
    } else if (sql.startsWith("/*", at)) {
      skipComment();
    } else if (c == ';') {
      ended = true;
      at++;
    } else {
      begins(c);
      code(c);
    }
  }

  /** Something that is neither space nor comment: part of the statement, of which there is one. */
  private void begins(char c) {
    if (ended) {
      throw new Fault.Invalid("the query holds more than one statement; " + ONE);
    }
    if (wordBegin < 0 && c != '(') {
      wordBegin = at;
      int end = at;
      while (end < sql.length()
          && (Character.isLetter(sql.charAt(end)) || sql.charAt(end) == '_')) {
        end++;
      }
      wordEnd = end;
    }
  }

  private void code(char c) {
    switch (c) {
      case '\'' -> skipQuoted('\'', dialect == Dialect.POSTGRESQL && escapes());
      case '"', '`' -> skipQuoted(c, false);
      case '$' -> skipDollar();
      case '#' -> {
        if (dialect == Dialect.OTHER) {
          throw unclear("'#'");
        }
        at++;
      }
      default -> at++;
    }
  }

  /** True after the E of {@code E'...'}, where a backslash hides the quote behind it. */
  private boolean escapes() {
    boolean e = at > 0 && (sql.charAt(at - 1) == 'e' || sql.charAt(at - 1) == 'E');
    return e && (at < 2 || !isWord(sql.charAt(at - 2)));
  }

  private void skipQuoted(char quote, boolean backslash) {
    int from = at++;
    while (at < sql.length()) {
      char c = sql.charAt(at++);
      if (c == '\\' && backslash) {
        at++;
      } else if (c == '\\' && dialect == Dialect.OTHER) {
        throw unclear("a backslash in quotes");
      } else if (c == quote) {
        if (at < sql.length() && sql.charAt(at) == quote) {
          at++;
        } else {
          return;
        }
      }
    }
    throw new Fault.Invalid("the quote at character " + (from + 1) + " has no end");
  }

  private void skipDollar() {
    int from = at++;
    // Within a name, as in a$b, a dollar is a letter.
    if (!dialect.dollarQuotes() || (from > 0 && isWord(sql.charAt(from - 1)))) {
      return;
    }
    int end = at;
    while (end < sql.length() && isWord(sql.charAt(end)) && sql.charAt(end) != '$') {
      end++;
    }
    boolean parameter = end > at && Character.isDigit(sql.charAt(at));
    if (parameter || end >= sql.length() || sql.charAt(end) != '$') {
      return;
    }
    String tag = sql.substring(from, end + 1);
    int close = sql.indexOf(tag, end + 1);
    if (close < 0) {
      throw new Fault.Invalid("the text that begins with " + tag + " has no end");
    }
    at = close + tag.length();
  }

  private void skipLine() {
    if (dialect == Dialect.OTHER && at + 2 < sql.length() && !blank(sql.charAt(at + 2))) {
      throw unclear("'--' with no space behind it");
    }
    while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
      at++;
    }
  }

  private void skipComment() {
    if (sql.startsWith("/*!", at) || sql.startsWith("/*+", at)) {
      throw new Fault.Invalid("the query holds a comment that some databases run; leave it out");
    }
    int depth = 0;
    while (at < sql.length()) {
      if (sql.startsWith("/*", at)) {
        depth++;
        if (depth > 1 && dialect == Dialect.OTHER) {
          throw unclear("a comment in a comment");
        }
        at += 2;
      } else if (sql.startsWith("*/", at)) {
        depth = dialect.nestedComments() ? depth - 1 : 0;
        at += 2;
        if (depth == 0) {
          return;
        }
      } else {
        at++;
      }
    }
    throw new Fault.Invalid("a comment of the query has no end");
  }

  private static boolean blank(char c) {
    return Character.isWhitespace(c);
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c > 127;
  }

  private static Fault unclear(String what) {
    return new Fault.Invalid(
        "the query holds " + what + ", which databases read differently; write it otherwise");
  }
}
