package dev.cadre.toolkit.database;

import dev.cadre.json.Json;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads rows into JSON until a limit is reached, and says which one it was. */
public final class Rows {
  private static final int MAX_CELL = 16 << 10;

  private final int maxRows;
  private final int maxBytes;
  private final ArrayNode rows;
  private int bytes;
  private int cutCells;
  private @Nullable String stopped;

  private Rows(ArrayNode rows, int maxRows, int maxBytes) {
    this.rows = rows;
    this.maxRows = maxRows;
    this.maxBytes = maxBytes;
  }

  /** {@code columns} with their types, {@code rows} as lists of values, and whether that is all. */
  public static ObjectNode read(ResultSet found, int maxRows, int maxBytes) throws SQLException {
    ObjectNode answer = Json.object();
    ResultSetMetaData meta = found.getMetaData();
    ArrayNode columns = answer.putArray("columns");
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      columns
          .addObject()
          .put("name", meta.getColumnLabel(i))
          .put("type", meta.getColumnTypeName(i));
    }
    Rows reading = new Rows(answer.putArray("rows"), maxRows, maxBytes);
    reading.all(found, meta.getColumnCount());
    answer.put("row_count", reading.rows.size());
    answer.put("truncated", reading.stopped != null || reading.cutCells > 0);
    if (reading.stopped != null) {
      answer.put("truncated_because", reading.stopped);
    } else if (reading.cutCells > 0) {
      answer.put("truncated_because", reading.cutCells + " values were longer than " + MAX_CELL);
    }
    return answer;
  }

  private void all(ResultSet found, int columns) throws SQLException {
    while (stopped == null && found.next()) {
      if (rows.size() == maxRows) {
        stopped = "there are more than " + maxRows + " rows; ask with LIMIT or an aggregate";
      } else {
        row(found, columns);
      }
    }
  }

  private void row(ResultSet found, int columns) throws SQLException {
    ArrayNode row = Json.array();
    int before = bytes;
    for (int i = 1; i <= columns; i++) {
      add(row, found.getObject(i), found, i);
    }
    if (bytes > maxBytes) {
      bytes = before;
      stopped = "the values are larger than " + maxBytes + " characters; ask for fewer columns";
    } else {
      rows.add(row);
    }
  }

  private void add(ArrayNode row, @Nullable Object value, ResultSet found, int column)
      throws SQLException {
    bytes += 8;
    switch (value) {
      case null -> row.addNull();
      case Boolean flag -> row.add(flag);
      case Integer number -> row.add(number);
      case Long number -> row.add(number);
      case Short number -> row.add(number.intValue());
      case BigDecimal number -> row.add(number);
      case Double number when Double.isFinite(number) -> row.add(number);
      case Float number when Float.isFinite(number) -> row.add(number);
      case byte[] blob -> text(row, "[" + blob.length + " bytes]");
      default -> text(row, String.valueOf(found.getString(column)));
    }
  }

  private void text(ArrayNode row, String text) {
    String kept = text;
    if (text.length() > MAX_CELL) {
      cutCells++;
      kept = text.substring(0, MAX_CELL) + "... [cut: " + text.length() + " characters in all]";
    }
    bytes += kept.length();
    row.add(kept);
  }
}
