package dev.cadre.toolkit.data;

import dev.cadre.fault.Fault;
import dev.cadre.toolkit.charts.Chart;
import dev.cadre.toolkit.charts.Chart.Labels;
import dev.cadre.toolkit.charts.Chart.Series;
import dev.cadre.toolkit.data.Groups.Figure;
import dev.cadre.toolkit.data.Groups.Group;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Makes a chart of a table as it was asked for. */
final class ChartData {
  private static final int MAX_BARS = 40;
  private static final int MAX_POINTS = 2_000;
  private static final int MAX_SLICES = 7;
  private static final int MAX_SERIES = 8;
  private static final int MAX_BINS = 40;

  private final Dataset data;
  private final JsonNode arguments;
  private final Column x;

  ChartData(Dataset data, JsonNode arguments) {
    this.data = data;
    this.arguments = arguments;
    x = data.column(DataTool.needed(arguments, "x", "which column?"));
  }

  Chart chart() throws InterruptedException {
    return switch (arguments.path("kind").asString()) {
      case "line" -> {
        Table table = table(MAX_POINTS);
        yield new Chart.Lines(labels(table.y()), table.categories(), table.series());
      }
      case "pie" -> pie();
      case "scatter" -> scatter();
      case "histogram" -> histogram();
      default -> {
        Table table = table(MAX_BARS);
        yield new Chart.Bars(labels(table.y()), table.categories(), table.series());
      }
    };
  }

  private record Table(String y, List<String> categories, List<Series> series) {}

  private Labels labels(String y) {
    String title = DataTool.text(arguments, "title");
    return new Labels(title.isEmpty() ? capitalized(y) + " by " + x.name() : title, x.name(), y);
  }

  private static String capitalized(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private Figure figure(@Nullable Column y) {
    String named = DataTool.text(arguments, "operation");
    return named.isEmpty() ? (y == null ? Figure.COUNT : Figure.SUM) : Figure.of(named);
  }

  private @Nullable Column y() {
    String name = DataTool.text(arguments, "y");
    return name.isEmpty() ? null : data.column(name);
  }

  private static String said(Figure figure, @Nullable Column y) {
    if (y == null) {
      return "rows";
    }
    return switch (figure) {
      case SUM -> y.name();
      case AVERAGE -> "average " + y.name();
      case MINIMUM -> "lowest " + y.name();
      case MAXIMUM -> "highest " + y.name();
      case MEDIAN -> "median " + y.name();
      case COUNT, DISTINCT -> "number of " + y.name();
    };
  }

  private Table table(int most) throws InterruptedException {
    Column y = y();
    Figure figure = figure(y);
    if (y != null && figure.needsNumbers()) {
      y = data.numbers(y.name());
    }
    List<Integer> rows = all().filter(row -> !x.missing(row)).boxed().toList();
    List<String> categories = categories(rows, most);
    String split = DataTool.text(arguments, "series");
    Column by = split.isEmpty() ? null : data.column(split);
    Map<String, List<Integer>> parts = Groups.rows(rows, by);
    if (parts.size() > MAX_SERIES) {
      throw new Fault.Invalid(
          "the column '"
              + split
              + "' has "
              + parts.size()
              + " values; a chart shows "
              + MAX_SERIES
              + " series");
    }
    List<Series> series = new ArrayList<>();
    for (Map.Entry<String, List<Integer>> part : parts.entrySet()) {
      Map<String, Double> values = new LinkedHashMap<>();
      for (Group group : Groups.figures(Groups.rows(part.getValue(), x), figure, y)) {
        values.put(group.key(), group.value() == null ? Double.NaN : group.value().doubleValue());
      }
      series.add(
          new Series(
              by == null ? "" : part.getKey().isEmpty() ? "(missing)" : part.getKey(),
              categories.stream().map(c -> values.getOrDefault(c, Double.NaN)).toList()));
    }
    return new Table(said(figure, y), categories, series);
  }

  private IntStream all() {
    return IntStream.range(0, data.rows());
  }

  /** Dates and numbers in their order; other categories as they come. */
  private List<String> categories(List<Integer> rows, int most) {
    Set<String> found = new LinkedHashSet<>();
    rows.forEach(row -> found.add(x.values().get(row)));
    List<String> ordered = new ArrayList<>(found);
    if (x.type().isNumber()) {
      ordered.sort(Comparator.comparing(BigDecimal::new));
    } else if (x.type() == ColumnType.DATE || x.type() == ColumnType.DATETIME) {
      ordered.sort(Comparator.naturalOrder());
    }
    if (ordered.isEmpty()) {
      throw new Fault.Invalid("the column '" + x.name() + "' is empty: there is nothing to draw");
    }
    if (ordered.size() > most) {
      throw new Fault.Invalid(
          "the column '"
              + x.name()
              + "' has "
              + ordered.size()
              + " values; this chart shows "
              + most
              + ". Take a column with fewer, a line chart, or data_query to group it first");
    }
    return ordered;
  }

  private Chart pie() throws InterruptedException {
    Column y = y();
    Figure figure = figure(y);
    if (y != null && figure.needsNumbers()) {
      y = data.numbers(y.name());
    }
    List<Group> groups =
        Groups.figures(Groups.rows(all().boxed().toList(), x), figure, y).stream()
            .filter(group -> group.value() != null)
            .sorted(Aggregate.largestFirst())
            .toList();
    List<String> names = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    double rest = 0;
    for (Group group : groups) {
      double value = group.value() == null ? 0 : group.value().doubleValue();
      if (value < 0) {
        throw new Fault.Invalid(
            "'" + group.key() + "' is negative: a pie shows shares of a whole; draw bars");
      }
      if (names.size() < MAX_SLICES || groups.size() == MAX_SLICES + 1) {
        names.add(group.key().isEmpty() ? "(missing)" : group.key());
        values.add(value);
      } else {
        rest += value;
      }
    }
    if (rest > 0) {
      names.add("others (" + (groups.size() - names.size()) + ")");
      values.add(rest);
    }
    return new Chart.Pie(labels(said(figure, y)), names, values);
  }

  private Chart scatter() {
    Column across = data.numbers(x.name());
    Column up = data.numbers(DataTool.needed(arguments, "y", "a scatter plot needs two columns"));
    Correlation both = Correlation.between(across, up);
    if (both.n() == 0) {
      throw new Fault.Invalid("no row has both values: there is nothing to draw");
    }
    // Evenly taken, where there are more points than can be told apart.
    int every = (both.n() + MAX_POINTS - 1) / MAX_POINTS;
    List<Integer> kept = IntStream.range(0, both.n()).filter(i -> i % every == 0).boxed().toList();
    String title = DataTool.text(arguments, "title");
    return new Chart.Scatter(
        new Labels(
            title.isEmpty() ? capitalized(up.name()) + " and " + across.name() : title,
            across.name(),
            up.name()),
        kept.stream().map(i -> both.x().get(i)).toList(),
        kept.stream().map(i -> both.y().get(i)).toList());
  }

  private Chart histogram() {
    List<Double> values =
        data.numbers(x.name()).numbers().stream().map(BigDecimal::doubleValue).toList();
    if (values.isEmpty()) {
      throw new Fault.Invalid("the column '" + x.name() + "' is empty: there is nothing to draw");
    }
    // Sturges' rule: a class more for each doubling.
    int wanted = 1 + (int) Math.ceil(Math.log(values.size()) / Math.log(2));
    List<Double> edges = Chart.Histogram.edges(values, Math.min(wanted, MAX_BINS));
    int[] counts = new int[edges.size() - 1];
    double width = edges.get(1) - edges.get(0);
    for (double value : values) {
      int bin = (int) ((value - edges.getFirst()) / width);
      counts[Math.clamp(bin, 0, counts.length - 1)]++;
    }
    String title = DataTool.text(arguments, "title");
    return new Chart.Histogram(
        new Labels(
            title.isEmpty() ? "Distribution of " + x.name() : title, x.name(), "number of rows"),
        edges,
        IntStream.of(counts).boxed().toList());
  }
}
