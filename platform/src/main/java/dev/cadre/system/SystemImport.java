package dev.cadre.system;

import dev.cadre.fault.Fault;
import dev.cadre.store.Database;
import dev.cadre.store.Sql;
import dev.cadre.store.StoreException;
import dev.cadre.system.SqliteFile.Table;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes over the tables of a SQLite file into a system's database, as the system says: each table
 * stands there as texts, in a temporary table {@code import_NAME}, while the system's statements
 * run. All of it, or nothing, is in force.
 */
final class SystemImport {
  private static final int BATCH = 500;
  private static final int MAX_STATEMENTS = 100;
  private static final int FIRST_WORDS = 3;

  private final SystemDatabases databases;

  /**
   * What came over.
   *
   * @param read rows of the file, by its tables
   */
  record Done(Map<String, Integer> read, List<Changed> changed) {}

  /**
   * @param statement its first words
   * @param rows that it changed
   */
  record Changed(String statement, int rows) {}

  SystemImport(SystemDatabases databases) {
    this.databases = databases;
  }

  /**
   * @throws Fault.Invalid when the system takes no files, or this one does not fit
   */
  Done carryOut(SystemDefinition system, InputStream body) throws IOException {
    Path script = system.importing();
    if (script == null) {
      throw new Fault.Invalid(
          "system '" + system.name() + "' takes no files: its database has no key 'import'");
    }
    List<String> statements = statements(Files.readString(script));
    try (SqliteFile file = SqliteFile.of(body);
        Database database = databases.open(system.name(), 1)) {
      return database.transaction(sql -> new Done(laid(sql, file), run(sql, statements)));
    } catch (StoreException e) {
      throw new Fault.Invalid("the file does not fit the system: " + reason(e));
    }
  }

  /** Each ends with a semicolon that ends its line. */
  private static List<String> statements(String script) {
    List<String> statements = new ArrayList<>();
    StringBuilder open = new StringBuilder();
    for (String line : script.lines().toList()) {
      if (!line.stripLeading().startsWith("--")) {
        open.append(line).append('\n');
      }
      if (line.stripTrailing().endsWith(";")) {
        statements.add(open.toString().strip());
        open.setLength(0);
      }
    }
    if (statements.size() > MAX_STATEMENTS || !open.toString().isBlank()) {
      throw new Fault.Invalid(
          "the system's import is more than %d statements, or the last one has no semicolon"
              .formatted(MAX_STATEMENTS));
    }
    return statements;
  }

  private static Map<String, Integer> laid(Sql sql, SqliteFile file) {
    Map<String, Integer> read = new LinkedHashMap<>();
    for (Table table : file.tables()) {
      String name = "import_" + table.name().toLowerCase(Locale.ROOT);
      String columns =
          table.columns().stream().map(c -> '"' + c + "\" text").collect(Collectors.joining(", "));
      sql.update("create temp table " + name + " (" + columns + ") on commit drop");
      String marks = table.columns().stream().map(_ -> "?").collect(Collectors.joining(", "));
      String insert = "insert into " + name + " values (" + marks + ")";
      List<@Nullable Object[]> batch = new ArrayList<>();
      int rows =
          file.rows(
              table,
              row -> {
                batch.add(row);
                if (batch.size() == BATCH) {
                  sql.batch(insert, batch);
                  batch.clear();
                }
              });
      if (!batch.isEmpty()) {
        sql.batch(insert, batch);
      }
      read.put(table.name(), rows);
    }
    return read;
  }

  private static List<Changed> run(Sql sql, List<String> statements) {
    List<Changed> changed = new ArrayList<>();
    for (String statement : statements) {
      String words =
          List.of(statement.split("\\s+")).stream()
              .limit(FIRST_WORDS)
              .collect(Collectors.joining(" "));
      changed.add(new Changed(words, sql.update(statement)));
    }
    return changed;
  }

  private static String reason(StoreException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }
}
