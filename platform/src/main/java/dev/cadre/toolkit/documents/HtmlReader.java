package dev.cadre.toolkit.documents;

import dev.cadre.fault.Fault;
import dev.cadre.toolkit.files.Interruption;
import dev.cadre.toolkit.files.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/** A web page as it is read: without scripts, styles, menus and what is hidden. */
final class HtmlReader {
  /** Elements that a deeper parser would need a deep stack for. */
  private static final int MAX_DEPTH = 400;

  private static final int MAX_NODES = 2_000_000;
  private static final String UNREAD =
      "script, style, noscript, template, svg, iframe, nav, head, [hidden], [aria-hidden=true]";
  private static final String BLOCKS =
      "p|div|section|article|main|header|footer|aside|ul|ol|dl|dt|dd|li|blockquote|pre|figure"
          + "|figcaption|form|fieldset|address|details|summary|hr|body|table";

  private final List<Block> blocks = new ArrayList<>();
  private final StringBuilder open = new StringBuilder();
  private int nodes;

  private HtmlReader() {}

  static List<Block> blocks(SourceFile file) throws InterruptedException {
    Document page;
    try {
      page = Jsoup.parse(file.open(), null, "");
    } catch (IOException e) {
      throw new Fault.Invalid("'" + file.name() + "' is damaged: it is no HTML");
    }
    HtmlReader reader = new HtmlReader();
    String title = page.title().strip();
    page.select(UNREAD).remove();
    if (!title.isEmpty() && page.selectFirst("h1") == null) {
      reader.blocks.add(new Block.Heading(1, title));
    }
    reader.walk(page.body(), 0);
    reader.close("");
    return reader.blocks;
  }

  private void walk(Element element, int depth) throws InterruptedException {
    for (Node node : element.childNodes()) {
      if (++nodes % 4_096 == 0) {
        Interruption.check();
      }
      if (nodes > MAX_NODES || depth > MAX_DEPTH) {
        throw new Fault.Invalid("the page has too many elements, or nests them too deeply");
      }
      if (node instanceof TextNode text) {
        open.append(text.text());
      } else if (node instanceof Element child) {
        enter(child, depth + 1);
      }
    }
  }

  private void enter(Element child, int depth) throws InterruptedException {
    String name = child.normalName();
    if (name.matches("h[1-6]")) {
      close("");
      String text = child.text().strip();
      if (!text.isEmpty()) {
        blocks.add(new Block.Heading(name.charAt(1) - '0', text));
      }
    } else if (name.equals("table") && child.selectFirst("table table") == null) {
      close("");
      table(child);
    } else if (name.equals("pre")) {
      close("");
      open.append(child.wholeText());
      close("");
    } else if (name.equals("br")) {
      open.append('\n');
    } else if (name.matches(BLOCKS)) {
      close("");
      walk(child, depth);
      close(name.equals("li") ? "- " : "");
    } else {
      walk(child, depth);
    }
  }

  private void table(Element table) {
    List<List<String>> rows = new ArrayList<>();
    for (Element row : table.select("tr")) {
      List<String> cells = row.select("> th, > td").eachText();
      List<String> all = new ArrayList<>();
      // eachText leaves empty cells out; their columns would move.
      if (cells.size() == row.select("> th, > td").size()) {
        all.addAll(cells);
      } else {
        row.select("> th, > td").forEach(cell -> all.add(cell.text()));
      }
      if (!all.isEmpty()) {
        rows.add(List.copyOf(all));
      }
    }
    if (!rows.isEmpty()) {
      blocks.add(new Block.Table(rows));
    }
  }

  private void close(String mark) {
    String text = open.toString().strip();
    open.setLength(0);
    if (!text.isEmpty()) {
      blocks.add(new Block.Paragraph(mark + text));
    }
  }
}
