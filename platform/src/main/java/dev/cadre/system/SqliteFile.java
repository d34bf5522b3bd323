package dev.cadre.system;

import dev.cadre.fault.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A SQLite database that somebody sent, read only and within limits. */
final class SqliteFile implements AutoCloseable {
  private static final long MAX_BYTES = 64L << 20;
  private static final int MAX_TABLES = 50;
  private static final int MAX_COLUMNS = 200;
  private static final int MAX_ROWS = 1_000_000;
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,50}");

  private final Path file;
  private final Connection connection;

  private SqliteFile(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /**
   * Keeps what {@code in} has in a file until this is closed.
   *
   * @throws Fault.Invalid when it is no SQLite database, or a larger one than 64 MB
   */
  static SqliteFile of(InputStream in) throws IOException {
    Path file = Files.createTempFile("cadre-import", ".sqlite");
    boolean opened = false;
    try {
      byte[] begin = in.readNBytes(MAGIC.length);
      if (!Arrays.equals(begin, MAGIC)) {
        throw new Fault.Invalid("the file is no SQLite database; send one, such as shop.db");
      }
      try (var out = Files.newOutputStream(file)) {
        out.write(begin);
        byte[] buffer = new byte[1 << 16];
        long size = begin.length;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          size += n;
          if (size > MAX_BYTES) {
            throw new Fault.Invalid("the file is larger than " + MAX_BYTES + " bytes");
          }
          out.write(buffer, 0, n);
        }
      }
      Properties properties = new Properties();
      properties.setProperty("open_mode", "1");
      properties.setProperty("limit_attached", "0");
      SqliteFile sqlite =
          new SqliteFile(file, DriverManager.getConnection("jdbc:sqlite:" + file, properties));
      opened = true;
      return sqlite;
    } catch (SQLException e) {
      throw damaged(e);
    } finally {
      if (!opened) {
        Files.deleteIfExists(file);
      }
    }
  }

  /**
   * @param columns in small letters
   */
  record Table(String name, List<String> columns) {
    Table {
      columns = List.copyOf(columns);
    }
  }

  List<Table> tables() {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%'"
                    + " escape '\\' order by name")) {
      List<String> names = new ArrayList<>();
      while (rows.next()) {
        names.add(checked(rows.getString(1)));
      }
      if (names.size() > MAX_TABLES) {
        throw new Fault.Invalid("the file has more than " + MAX_TABLES + " tables");
      }
      List<Table> tables = new ArrayList<>();
      for (String name : names) {
        tables.add(new Table(name, columns(name)));
      }
      return tables;
    } catch (SQLException e) {
      throw damaged(e);
    }
  }

  private List<String> columns(String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select * from \"" + table + "\" limit 0")) {
      ResultSetMetaData meta = rows.getMetaData();
      if (meta.getColumnCount() > MAX_COLUMNS) {
        throw new Fault.Invalid(
            "table '" + table + "' of the file has more than " + MAX_COLUMNS + " columns");
      }
      List<String> columns = new ArrayList<>();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        columns.add(checked(meta.getColumnName(i)).toLowerCase(Locale.ROOT));
      }
      return columns;
    }
  }

  /** Every row as texts, and how many there were. */
  int rows(Table table, Consumer<@Nullable Object[]> sink) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select * from \"" + table.name() + "\"")) {
      int count = 0;
      while (rows.next()) {
        if (++count > MAX_ROWS) {
          throw new Fault.Invalid(
              "table '" + table.name() + "' of the file has more than " + MAX_ROWS + " rows");
        }
        @Nullable Object[] row = new @Nullable Object[table.columns().size()];
        for (int i = 0; i < row.length; i++) {
          row[i] = rows.getString(i + 1);
        }
        sink.accept(row);
      }
      return count;
    } catch (SQLException e) {
      throw damaged(e);
    }
  }

  private static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new Fault.Invalid(
          "the file has a table or column '" + name + "', which does not match " + NAME);
    }
    return name;
  }

  private static Fault damaged(SQLException e) {
    return new Fault.Invalid("the file cannot be read as SQLite: " + e.getMessage());
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IOException(e);
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
