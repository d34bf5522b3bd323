package dev.cadre.toolkit.tables;

import dev.cadre.fault.Fault;
import dev.cadre.toolkit.files.Archive;
import dev.cadre.toolkit.files.SourceFile;
import java.util.ArrayList;
import java.util.List;

/** The tables of files that are tables. */
public final class Grids {
  private static final int MAX_CELLS_OF_ALL = 2 * CellBudget.MAX_CELLS;

  private Grids() {}

  /**
   * Every sheet of a workbook, or the one table of another file.
   *
   * @throws Fault.Invalid when the file holds no table, is damaged, or is larger than may be read
   */
  public static List<Grid> all(SourceFile file) throws InterruptedException {
    return switch (file.type()) {
      case XLSX -> sheets(file);
      case CSV, TEXT -> List.of(CsvReader.read(file.name(), file.text()));
      case JSON_LINES -> List.of(JsonRows.lines(file.name(), file.text()));
      case JSON -> List.of(JsonRows.array(file.name(), file.text()));
      case PDF,
          DOCX,
          PPTX,
          HTML,
          MARKDOWN,
          PNG,
          JPEG,
          GIF,
          WEBP,
          BMP,
          TIFF,
          MP4,
          QUICKTIME,
          THREE_GP,
          MATROSKA,
          WEBM,
          FLV,
          MPEG,
          WMV,
          OLD_OFFICE,
          ZIP,
          UNKNOWN ->
          throw new Fault.Invalid(
              "'"
                  + file.name()
                  + "' is "
                  + file.type().noun()
                  + "; a table is read from a CSV file, an Excel workbook (.xlsx) or JSON lines");
    };
  }

  /** As {@link #all}, of one sheet; empty {@code sheet} for the first that has cells. */
  public static Grid one(SourceFile file, String sheet) throws InterruptedException {
    if (sheet.isEmpty()) {
      List<Grid> grids = all(file);
      return grids.stream()
          .filter(grid -> !grid.rows().isEmpty())
          .findFirst()
          .orElseGet(() -> new Grid(file.name(), List.of()));
    }
    return all(file).stream()
        .filter(grid -> grid.name().equalsIgnoreCase(sheet))
        .findFirst()
        .orElseThrow(() -> new Fault.Invalid("'" + file.name() + "' has no sheet '" + sheet + "'"));
  }

  private static List<Grid> sheets(SourceFile file) throws InterruptedException {
    String name = "'" + file.name() + "'";
    try (Archive archive = Archive.open(name, file.bytes())) {
      Workbook workbook = Workbook.open(name, archive);
      List<Grid> grids = new ArrayList<>();
      long cells = 0;
      for (String sheet : workbook.sheets()) {
        Grid grid = workbook.sheet(sheet);
        cells += grid.rows().stream().mapToInt(List::size).sum();
        if (cells > MAX_CELLS_OF_ALL) {
          throw new Fault.Invalid(
              name + " has more than " + MAX_CELLS_OF_ALL + " cells in its sheets; divide it");
        }
        grids.add(grid);
      }
      return grids;
    }
  }
}
