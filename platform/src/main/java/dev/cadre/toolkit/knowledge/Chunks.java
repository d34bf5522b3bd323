package dev.cadre.toolkit.knowledge;

import dev.cadre.fault.Fault;
import dev.cadre.toolkit.files.SourceFile;
import dev.cadre.toolkit.tables.Grid;
import dev.cadre.toolkit.tables.Grids;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Divides one file: a text at its headings, a table into its rows. */
final class Chunks {
  private static final Pattern HEADING = Pattern.compile(" {0,3}(#{1,6})\\s+(.*?)\\s*#*\\s*");
  private static final Pattern NO_SLUG = Pattern.compile("[^\\p{L}\\p{N}]+");

  /** Columns that name a row. */
  private static final List<String> TITLES = List.of("title", "question", "problem", "name", "id");

  /** A piece that is longer is divided at a paragraph. */
  private static final int LONG = 2_000;

  private final String file;
  private final List<Chunk> chunks = new ArrayList<>();
  private final Map<String, Integer> slugs = new HashMap<>();

  private Chunks(String file) {
    this.file = file;
  }

  /**
   * @param file its path below the folder
   * @throws Fault.Invalid when it cannot be read
   */
  static List<Chunk> of(String file, byte[] bytes) throws InterruptedException {
    Chunks reading = new Chunks(file);
    SourceFile source = SourceFile.of(file, "", bytes);
    String name = file.toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv") || name.endsWith(".json") || name.endsWith(".jsonl")) {
      reading.rows(Grids.one(source, ""));
    } else {
      FrontMatter front = FrontMatter.of(file, source.text());
      reading.text(front.body(), front.attributes());
    }
    return reading.chunks;
  }

  private void text(String text, Map<String, String> attributes) {
    Deque<String> headings = new ArrayDeque<>();
    StringBuilder open = new StringBuilder();
    for (String line : text.lines().toList()) {
      Matcher heading = HEADING.matcher(line);
      if (heading.matches()) {
        close(headings, open, attributes);
        int level = heading.group(1).length();
        while (headings.size() >= level) {
          headings.removeLast();
        }
        headings.addLast(heading.group(2));
      } else {
        open.append(line).append('\n');
      }
    }
    close(headings, open, attributes);
  }

  private void close(Deque<String> headings, StringBuilder open, Map<String, String> attributes) {
    String text = open.toString().strip();
    open.setLength(0);
    while (!text.isEmpty()) {
      int end = text.length() <= LONG ? text.length() : text.lastIndexOf("\n\n", LONG);
      if (end <= 0) {
        end = LONG;
      }
      add(String.join(" > ", headings), text.substring(0, end).strip(), attributes);
      text = text.substring(end).strip();
    }
  }

  private void rows(Grid grid) {
    if (grid.rows().isEmpty()) {
      return;
    }
    List<String> names =
        grid.rows().getFirst().stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    for (List<String> row : grid.rows().subList(1, grid.rows().size())) {
      Map<String, String> values = new LinkedHashMap<>();
      for (int i = 0; i < Math.min(names.size(), row.size()); i++) {
        if (!row.get(i).isBlank()) {
          values.put(names.get(i), row.get(i));
        }
      }
      row(values);
    }
  }

  private void row(Map<String, String> values) {
    if (values.isEmpty()) {
      return;
    }
    String title =
        TITLES.stream()
            .filter(values::containsKey)
            .map(values::get)
            .findFirst()
            .orElseGet(() -> values.values().iterator().next());
    String text =
        values.entrySet().stream()
            .map(value -> value.getKey().replace('_', ' ') + ": " + value.getValue())
            .collect(Collectors.joining("\n"));
    add(title, text, values);
  }

  private void add(String heading, String text, Map<String, String> attributes) {
    String slug =
        NO_SLUG.matcher(heading.toLowerCase(Locale.ROOT)).replaceAll("-").replaceAll("^-|-$", "");
    int number = slugs.merge(slug, 1, Integer::sum);
    String id = file + "#" + slug + (number == 1 ? "" : "-" + number);
    chunks.add(new Chunk(id, file, heading, text, attributes));
  }
}
