package dev.cadre.toolkit.queries;

import dev.cadre.fault.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A statement whose values have names, {@code :order_id}, as JDBC takes it. Names in texts, quoted
 * names, comments and after a second colon, as in {@code ::date}, are none.
 *
 * @param jdbc with a question mark for each
 * @param names in the order of the question marks
 */
record NamedSql(String jdbc, List<String> names) {
  NamedSql {
    names = List.copyOf(names);
  }

  /**
   * @param mark what stands in the statement for a name: {@code ?}, or that and a cast
   * @throws Fault.Invalid for a question mark, and for a quote or comment without an end
   */
  static NamedSql parse(String sql, Function<String, String> mark) {
    Reading reading = new Reading(sql);
    StringBuilder jdbc = new StringBuilder();
    List<String> names = new ArrayList<>();
    while (reading.more()) {
      String name = reading.name();
      if (name.isEmpty()) {
        jdbc.append(reading.next());
      } else {
        jdbc.append(mark.apply(name));
        names.add(name);
      }
    }
    return new NamedSql(jdbc.toString(), names);
  }

  private static final class Reading {
    private final String sql;
    private int at;

    Reading(String sql) {
      this.sql = sql;
    }

    boolean more() {
      return at < sql.length();
    }

    /** The name that begins here, which is then read; empty for none. */
    String name() {
      boolean colon = sql.charAt(at) == ':' && (at == 0 || sql.charAt(at - 1) != ':');
      if (!colon || at + 1 == sql.length() || !Character.isLetter(sql.charAt(at + 1))) {
        return "";
      }
      int end = at + 1;
      while (end < sql.length() && isWord(sql.charAt(end))) {
        end++;
      }
      String name = sql.substring(at + 1, end);
      at = end;
      return name;
    }

    /** A piece without names: a text, a comment, or one character. */
    String next() {
      int from = at;
      char c = sql.charAt(at);
      if (c == '\'' || c == '"') {
        at = after(String.valueOf(c), at + 1);
      } else if (sql.startsWith("--", at)) {
        int end = sql.indexOf('\n', at);
        at = end < 0 ? sql.length() : end;
      } else if (sql.startsWith("/*", at)) {
        at = after("*/", at + 2);
      } else if (sql.startsWith("$$", at)) {
        at = after("$$", at + 2);
      } else if (c == '?') {
        throw new Fault.Invalid("has a '?'; a value from outside has a name, such as :order_id");
      } else {
        at++;
      }
      return sql.substring(from, at);
    }

    private int after(String end, int from) {
      int found = sql.indexOf(end, from);
      if (found < 0) {
        throw new Fault.Invalid("has a text or comment that " + end + " should end");
      }
      return found + end.length();
    }

    private static boolean isWord(char c) {
      return Character.isLetterOrDigit(c) || c == '_';
    }
  }
}
