package dev.cadre.toolkit.queries;

import dev.cadre.config.ConfigReader;
import dev.cadre.config.Section;
import dev.cadre.fault.Fault;
import dev.cadre.toolkit.database.Dialect;
import dev.cadre.toolkit.database.SqlScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a file of queries: under {@code tools}, each by the name of its tool. */
final class QueryFile {
  private static final Pattern TOOL = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]{0,63}");
  private static final int MAX_TOOLS = 128;
  private static final int MAX_PARAMETERS = 32;
  private static final int MAX_SQL = 32 << 10;
  private static final String EMPTY = "There is nothing that fits.";

  private final String source;
  private final Dialect dialect;

  private QueryFile(String source, Dialect dialect) {
    this.source = source;
    this.dialect = dialect;
  }

  /**
   * @throws Fault.Invalid with a line for each problem
   */
  static List<Query> read(Path file, Dialect dialect) {
    String source = file.getParent() == null ? file.toString() : shown(file);
    try {
      String text = Files.readString(file);
      return ConfigReader.literal().read(source, text, new QueryFile(source, dialect)::queries);
    } catch (IOException e) {
      throw new Fault.Invalid("'" + source + "' cannot be read");
    }
  }

  private static String shown(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return (parent == null ? "" : parent.getFileName() + "/") + file.getFileName();
  }

  private List<Query> queries(Section root) {
    Map<String, Section> tools = root.named("tools");
    if (tools.isEmpty() || tools.size() > MAX_TOOLS) {
      root.problem("tools", "has " + tools.size() + " entries; it may have 1 to " + MAX_TOOLS);
    }
    List<Query> queries = new ArrayList<>();
    tools.forEach((name, section) -> queries.add(query(name, section)));
    return queries;
  }

  private Query query(String name, Section section) {
    if (!TOOL.matcher(name).matches()) {
      section.problem("", "has a name that does not match " + TOOL);
    }
    boolean writes = section.flag("writes", false);
    Map<String, Parameter> parameters = parameters(section);
    return new Query(
        name,
        section.text("description"),
        parameters,
        sql(section, parameters, writes),
        section.text("empty", EMPTY),
        writes,
        source + ":" + section.line("sql"));
  }

  private static Map<String, Parameter> parameters(Section section) {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    section
        .named("parameters")
        .forEach(
            (name, inner) -> {
              if (name.equals(Query.PERSON) || name.equals(Query.CALL)) {
                inner.problem("", "is what the platform itself gives; choose another name");
              }
              parameters.put(name, Parameter.read(name, inner));
            });
    if (parameters.size() > MAX_PARAMETERS) {
      section.problem("parameters", "has more than " + MAX_PARAMETERS + " entries");
    }
    return parameters;
  }

  private NamedSql sql(Section section, Map<String, Parameter> parameters, boolean writes) {
    String text = section.text("sql");
    if (text.isEmpty()) {
      return new NamedSql("", List.of());
    }
    if (text.length() > MAX_SQL) {
      section.problem("sql", "is longer than " + MAX_SQL + " characters");
    }
    try {
      NamedSql sql = NamedSql.parse(text, name -> mark(parameters.get(name), name));
      String word = SqlScanner.firstWord(sql.jdbc(), dialect);
      if (!writes && !dialect.reading().contains(word)) {
        section.problem("sql", "begins with " + word + ", and the tool has no 'writes: true'");
      }
      named(section, parameters, sql);
      return sql;
    } catch (Fault.Invalid e) {
      section.problem("sql", String.valueOf(e.getMessage()));
      return new NamedSql("", List.of());
    }
  }

  /** PostgreSQL must know the type of a value that may be null. */
  private String mark(@Nullable Parameter parameter, String name) {
    if (dialect != Dialect.POSTGRESQL) {
      return "?";
    }
    return parameter == null || name.equals(Query.PERSON)
        ? "?::text"
        : "?::" + parameter.type().sql();
  }

  private static void named(Section section, Map<String, Parameter> parameters, NamedSql sql) {
    for (String name : sql.names()) {
      if (!parameters.containsKey(name) && !name.equals(Query.PERSON) && !name.equals(Query.CALL)) {
        section.problem("sql", "names :" + name + ", which is none of the parameters");
      }
    }
    for (String name : parameters.keySet()) {
      if (!sql.names().contains(name)) {
        section.problem("parameters", "has '" + name + "', which the statement does not name");
      }
    }
  }
}
