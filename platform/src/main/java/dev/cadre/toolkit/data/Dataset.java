package dev.cadre.toolkit.data;

import dev.cadre.config.Nearest;
import dev.cadre.fault.Fault;
import dev.cadre.toolkit.files.SourceFile;
import dev.cadre.toolkit.tables.Grid;
import dev.cadre.toolkit.tables.Grids;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A table with named columns, each of one type.
 *
 * @param name of the file, or of the sheet in it
 */
record Dataset(String name, List<Column> columns, int rows) {
  Dataset {
    columns = List.copyOf(columns);
  }

  /**
   * The file's table, or the sheet's where one is named.
   *
   * @throws Fault.Invalid when the file holds no table
   */
  static Dataset read(SourceFile file, String sheet) throws InterruptedException {
    Grid grid = Grids.one(file, sheet);
    List<List<String>> rows =
        grid.rows().stream().filter(row -> row.stream().anyMatch(c -> !c.isBlank())).toList();
    if (rows.isEmpty()) {
      throw new Fault.Invalid("'" + file.name() + "' holds no table: it is empty");
    }
    int width = grid.width();
    int head = headed(rows, width);
    List<String> names = names(head < 0 ? List.of() : rows.get(head), width);
    List<List<String>> body = rows.subList(head + 1, rows.size());
    List<Column> columns = new ArrayList<>();
    for (int c = 0; c < width; c++) {
      int at = c;
      columns.add(
          Values.column(
              names.get(c), body.stream().map(row -> at < row.size() ? row.get(at) : "").toList()));
    }
    return new Dataset(file.name(), columns, body.size());
  }

  /**
   * Where the headings stand, less than 0 for nowhere: in the first row that is as wide as the
   * table, unless a number is among them. What stands above is a title.
   */
  private static int headed(List<List<String>> rows, int width) {
    for (int i = 0; i < Math.min(rows.size(), 10); i++) {
      List<String> row = rows.get(i);
      long filled = row.stream().filter(cell -> !cell.isBlank()).count();
      if (filled * 2 > width) {
        boolean values =
            row.stream().anyMatch(cell -> !cell.isBlank() && Values.number(cell, false) != null);
        return values ? -1 : i;
      }
    }
    return -1;
  }

  private static List<String> names(List<String> heads, int width) {
    List<String> names = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (int c = 0; c < width; c++) {
      String head = c < heads.size() ? heads.get(c).replaceAll("\\s+", " ").strip() : "";
      String wanted = head.isEmpty() ? "column_" + (c + 1) : head;
      String name = wanted;
      for (int n = 2; !taken.add(name.toLowerCase(Locale.ROOT)); n++) {
        name = wanted + "_" + n;
      }
      names.add(name);
    }
    return names;
  }

  /**
   * The column of this name, in any case, with spaces or underscores.
   *
   * @throws Fault.Invalid when there is none, naming the nearest
   */
  Column column(String wanted) {
    Map<String, Column> known = new HashMap<>();
    columns.forEach(column -> known.put(plain(column.name()), column));
    Column found = known.get(plain(wanted));
    if (found != null) {
      return found;
    }
    List<String> names = columns.stream().map(Column::name).toList();
    throw new Fault.Invalid(
        "there is no column '"
            + wanted
            + "'; "
            + Nearest.to(wanted, names).map(near -> "did you mean '" + near + "'? ").orElse("")
            + "The columns are "
            + String.join(", ", names.stream().limit(50).toList()));
  }

  /**
   * As {@link #column}, of numbers.
   *
   * @throws Fault.Invalid when it holds something else
   */
  Column numbers(String wanted) {
    Column column = column(wanted);
    if (!column.type().isNumber()) {
      throw new Fault.Invalid(
          "the column '"
              + column.name()
              + "' holds "
              + column.type().text()
              + ", not numbers. Columns of numbers are "
              + String.join(
                  ", ",
                  columns.stream()
                      .filter(other -> other.type().isNumber())
                      .map(Column::name)
                      .toList()));
    }
    return column;
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", "");
  }
}
