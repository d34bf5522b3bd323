package dev.cadre.toolkit.data;

import dev.cadre.tool.Tool;
import dev.cadre.toolkit.files.FileSource;
import dev.cadre.toolkit.files.FileTool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * The server {@code data}: {@code data_describe}, {@code data_query}, {@code data_aggregate},
 * {@code data_correlate}, {@code data_chart}.
 */
public final class DataServer {
  public static final String ABOUT =
      "Answers questions about tables in CSV files, Excel workbooks and JSON lines: describes them,"
          + " runs SQL over them, sums, correlates and draws charts.";

  private static final Duration QUERY = Duration.ofSeconds(20);

  /** A table of two million cells takes some 300 MB while it is asked. */
  private static final int AT_ONCE = 2;

  private final List<Tool> tools;

  public DataServer(FileSource files, InstantSource clock) {
    this(files, clock, QUERY);
  }

  DataServer(FileSource files, InstantSource clock, Duration query) {
    Semaphore places = new Semaphore(AT_ONCE, true);
    tools =
        List.of(
            new FileTool(Describe.SPEC, files, places, new Describe()),
            new FileTool(QueryOf.SPEC, files, places, new QueryOf(clock, query)),
            new FileTool(Aggregate.SPEC, files, places, new Aggregate()),
            new FileTool(Correlate.SPEC, files, places, new Correlate()),
            new FileTool(ChartOf.SPEC, files, places, new ChartOf()));
  }

  public List<Tool> tools() {
    return tools;
  }
}
