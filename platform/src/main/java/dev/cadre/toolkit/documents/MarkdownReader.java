package dev.cadre.toolkit.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Markdown by its lines: headings, tables, paragraphs. The marks within a line stay, which readers
 * know.
 */
final class MarkdownReader {
  private static final Pattern HEADING = Pattern.compile(" {0,3}(#{1,6})\\s+(.*?)\\s*#*\\s*");
  private static final Pattern FENCE = Pattern.compile(" {0,3}(```|~~~).*");
  private static final Pattern RULE = Pattern.compile("[\\s|:-]*-[\\s|:-]*");

  private final List<Block> blocks = new ArrayList<>();
  private final List<String> open = new ArrayList<>();
  private boolean fenced;

  private MarkdownReader() {}

  static List<Block> blocks(String text) {
    MarkdownReader reader = new MarkdownReader();
    Stream<String> lines = text.lines();
    lines.forEach(reader::line);
    reader.close();
    return reader.blocks;
  }

  private void line(String line) {
    if (FENCE.matcher(line).matches()) {
      fenced = !fenced;
      open.add(line);
      return;
    }
    if (fenced) {
      open.add(line);
      return;
    }
    Matcher heading = HEADING.matcher(line);
    if (heading.matches()) {
      close();
      blocks.add(new Block.Heading(heading.group(1).length(), heading.group(2)));
    } else if (underlined(line)) {
      String text = open.removeLast().strip();
      close();
      blocks.add(new Block.Heading(line.strip().startsWith("=") ? 1 : 2, text));
    } else if (line.isBlank()) {
      close();
    } else {
      open.add(line.stripTrailing());
    }
  }

  private boolean underlined(String line) {
    return open.size() == 1
        && line.strip().matches("={2,}|-{2,}")
        && !open.getFirst().contains("|");
  }

  private void close() {
    if (open.isEmpty()) {
      return;
    }
    boolean table =
        open.size() >= 2 && open.get(0).contains("|") && RULE.matcher(open.get(1)).matches();
    blocks.add(table ? table() : new Block.Paragraph(String.join("\n", open)));
    open.clear();
  }

  private Block table() {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < open.size(); i++) {
      if (i != 1) {
        rows.add(cells(open.get(i)));
      }
    }
    return new Block.Table(rows);
  }

  private static List<String> cells(String line) {
    String inner = line.strip().replaceAll("^\\||(?<!\\\\)\\|$", "");
    return Stream.of(inner.split("(?<!\\\\)\\|", -1))
        .map(cell -> cell.strip().replace("\\|", "|"))
        .toList();
  }
}
