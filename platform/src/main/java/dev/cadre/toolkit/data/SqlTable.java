package dev.cadre.toolkit.data;

import dev.cadre.fault.Fault;
import dev.cadre.tool.Progress;
import dev.cadre.toolkit.database.SqliteMessage;
import dev.cadre.toolkit.files.Interruption;
import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;

/**
 * A {@link Dataset} as the table {@code data} of an SQLite database of its own, in memory.
 *
 * <p>SQL comes from whoever asks, so: what runs is one statement that begins as a query, on a
 * connection that refuses to write, cannot attach a file or load code, is interrupted when its time
 * is over, and whose memory, with its sorting and its longest value, is bounded inside SQLite,
 * where a query that wants too much fails alone.
 */
final class SqlTable implements AutoCloseable {
  private static final int BATCH = 4_096;
  private static final int MAX_VALUE = 1 << 20;
  private static final int STEPS_BETWEEN_CHECKS = 20_000;

  /** Of all such databases together: it holds for the process. */
  private static final long MAX_MEMORY = 768L << 20;

  private static final MathContext DOUBLE = new MathContext(15);

  private final SQLiteConnection connection;

  private SqlTable(SQLiteConnection connection) {
    this.connection = connection;
  }

  /**
   * What a query answered.
   *
   * @param rows of numbers, texts and nulls
   * @param more whether there were more rows than asked for
   */
  record Rows(List<String> columns, List<List<@Nullable Object>> rows, boolean more) {}

  static SqlTable of(Dataset data) throws InterruptedException {
    SQLiteConfig config = new SQLiteConfig();
    config.enableLoadExtension(false);
    try {
      SQLiteConnection connection =
          config.createConnection("jdbc:sqlite::memory:").unwrap(SQLiteConnection.class);
      SqlTable table = new SqlTable(connection);
      try {
        table.limit();
        table.load(data);
        return table;
      } catch (SQLException | RuntimeException | InterruptedException e) {
        table.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new Fault.Invalid(
          "the table cannot be loaded for SQL: " + e.getMessage() + "; take fewer rows");
    }
  }

  private void limit() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("pragma temp_store = memory");
      statement.execute("pragma hard_heap_limit = " + MAX_MEMORY);
      statement.execute("pragma trusted_schema = off");
    }
    connection.setLimit(SQLiteLimits.SQLITE_LIMIT_ATTACHED, 0);
    connection.setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, MAX_VALUE);
    connection.setLimit(SQLiteLimits.SQLITE_LIMIT_SQL_LENGTH, 64 << 10);
    connection.setLimit(SQLiteLimits.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200);
  }

  private void load(Dataset data) throws SQLException, InterruptedException {
    String columns =
        data.columns().stream()
            .map(column -> quoted(column.name()) + " " + type(column.type()))
            .collect(Collectors.joining(", "));
    String places = data.columns().stream().map(column -> "?").collect(Collectors.joining(", "));
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("create table data (" + columns + ")");
    }
    try (PreparedStatement insert =
        connection.prepareStatement("insert into data values (" + places + ")")) {
      for (int row = 0; row < data.rows(); row++) {
        for (int c = 0; c < data.columns().size(); c++) {
          insert.setObject(c + 1, value(data.columns().get(c), row));
        }
        insert.addBatch();
        if (row % BATCH == BATCH - 1) {
          insert.executeBatch();
          Interruption.check();
        }
      }
      insert.executeBatch();
    }
    connection.commit();
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement()) {
      statement.execute("pragma query_only = on");
    }
  }

  private static String type(ColumnType type) {
    return switch (type) {
      case INTEGER, BOOLEAN -> "integer";
      case DECIMAL -> "real";
      case DATE, DATETIME, TEXT -> "text";
    };
  }

  private static @Nullable Object value(Column column, int row) {
    if (column.missing(row)) {
      return null;
    }
    String value = column.values().get(row);
    return switch (column.type()) {
      case INTEGER -> integer(value);
      case DECIMAL -> Double.valueOf(value);
      case BOOLEAN -> value.equals("true") ? 1 : 0;
      case DATE, DATETIME, TEXT -> value;
    };
  }

  /** What is longer than SQLite's integers is as near as a double comes. */
  private static Object integer(String value) {
    try {
      return Long.valueOf(value);
    } catch (NumberFormatException tooLong) {
      return Double.valueOf(value);
    }
  }

  /** The table as SQL would write it, for who must write SQL for it. */
  static String schema(Dataset data) {
    return data.columns().stream()
        .map(column -> quoted(column.name()) + " " + column.type().text())
        .collect(Collectors.joining(", ", "data(", ")"));
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /**
   * Runs one query.
   *
   * @param maxRows how many rows are wanted
   * @param end when its time is over
   * @param progress hears, while it runs, how much of its time is over
   * @throws Fault.Invalid when it is no single query, fails, or takes more than it may
   */
  Rows query(String sql, int maxRows, InstantSource clock, Instant end, Progress progress)
      throws InterruptedException {
    String statement = SqlCheck.single(sql);
    Watch watch = new Watch(clock, end, progress);
    try (PreparedStatement query = watched(watch).prepareStatement(statement)) {
      try (ResultSet rows = query.executeQuery()) {
        return read(rows, maxRows);
      }
    } catch (SQLException e) {
      if (watch.interrupted) {
        throw new InterruptedException("nobody waits for it any more");
      }
      if (watch.late) {
        throw new Fault.Invalid(
            "the query took too long and was stopped; ask for less, or without a join of every row"
                + " with every other");
      }
      throw failed(e);
    }
  }

  private Connection watched(Watch watch) throws SQLException {
    ProgressHandler.setHandler(connection, STEPS_BETWEEN_CHECKS, watch);
    return connection;
  }

  private static Rows read(ResultSet rows, int maxRows) throws SQLException {
    ResultSetMetaData meta = rows.getMetaData();
    List<String> columns = new ArrayList<>();
    for (int c = 1; c <= meta.getColumnCount(); c++) {
      columns.add(meta.getColumnLabel(c));
    }
    List<List<@Nullable Object>> read = new ArrayList<>();
    boolean more = rows.next();
    while (more && read.size() < maxRows) {
      List<@Nullable Object> row = new ArrayList<>();
      for (int c = 1; c <= columns.size(); c++) {
        row.add(shown(rows.getObject(c)));
      }
      read.add(row);
      more = rows.next();
    }
    return new Rows(columns, read, more);
  }

  /** Of a double the 15 digits that are sure: 0.1 + 0.2 is 0.3. */
  private static @Nullable Object shown(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Double d when Double.isFinite(d) -> {
        BigDecimal rounded = BigDecimal.valueOf(d).round(DOUBLE);
        BigDecimal stripped =
            rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
        yield stripped.scale() < 0 ? stripped.setScale(0) : stripped;
      }
      case Double d -> d.toString();
      case Number n -> n;
      case byte[] bytes -> "(" + bytes.length + " bytes)";
      default -> value.toString();
    };
  }

  private static Fault.Invalid failed(SQLException e) {
    String message = SqliteMessage.of(e);
    return new Fault.Invalid(
        message.contains("out of memory")
            ? "the query needs more memory than it may have; ask for less, or without a join of"
                + " every row with every other"
            : "the query failed: " + message);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new Fault.Internal("a database in memory does not close", e);
    }
  }

  /** Asked by SQLite while it works; what is not zero ends the query. */
  private static final class Watch extends ProgressHandler {
    private final InstantSource clock;
    private final Instant begin;
    private final Instant end;
    private final Progress progress;
    private boolean late;
    private boolean interrupted;

    Watch(InstantSource clock, Instant end, Progress progress) {
      this.clock = clock;
      this.begin = clock.instant();
      this.end = end;
      this.progress = progress;
    }

    @Override
    protected int progress() {
      interrupted |= Thread.interrupted();
      Instant now = clock.instant();
      late |= now.isAfter(end);
      Duration all = Duration.between(begin, end);
      Duration over = Duration.between(begin, now);
      progress.at(
          (double) over.toMillis() / Math.max(1, all.toMillis()),
          1.0,
          "the query runs for "
              + over.toSeconds()
              + " s and is stopped after "
              + all.plusMillis(500).toSeconds()
              + " s");
      return interrupted || late ? 1 : 0;
    }
  }
}
