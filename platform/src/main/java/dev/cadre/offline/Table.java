package dev.cadre.offline;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Records as a table in Markdown. */
final class Table {
  private static final int MOST_ROWS = 10;
  private static final int MOST_COLUMNS = 6;
  private static final int LONGEST_CELL = 80;

  private final Wanted wanted;
  private final Shown shown;

  Table(Wanted wanted, Shown shown) {
    this.wanted = wanted;
    this.shown = shown;
  }

  String of(List<Map<String, JsonNode>> records, Set<String> same) {
    List<String> columns = columns(records, same);
    StringBuilder table = new StringBuilder("|");
    columns.forEach(column -> table.append(' ').append(shown.name(column)).append(" |"));
    table.append("\n|").append("---|".repeat(columns.size()));
    for (Map<String, JsonNode> record : records.subList(0, Math.min(MOST_ROWS, records.size()))) {
      table.append("\n|");
      columns.forEach(column -> table.append(' ').append(cell(column, record)).append(" |"));
    }
    return table.toString();
  }

  /** What names a record, what is asked for, and then the others, as long as there is room. */
  private List<String> columns(List<Map<String, JsonNode>> records, Set<String> same) {
    Set<String> all = new LinkedHashSet<>();
    records.forEach(record -> all.addAll(record.keySet()));
    all.removeAll(same);
    List<String> asked = wanted.of(records.getFirst());
    Set<String> kept = new LinkedHashSet<>();
    all.stream().limit(2).forEach(kept::add);
    all.stream().filter(asked::contains).forEach(kept::add);
    all.stream()
        .filter(
            field ->
                records.stream().noneMatch(r -> r.containsKey(field) && Shown.text(r.get(field))))
        .forEach(kept::add);
    kept.addAll(all);
    return kept.stream().limit(MOST_COLUMNS).toList();
  }

  private String cell(String column, Map<String, JsonNode> record) {
    JsonNode value = record.get(column);
    return value == null || value.isNull()
        ? ""
        : Shown.cut(shown.value(column, value).replace('|', '/').replace('\n', ' '), LONGEST_CELL);
  }
}
