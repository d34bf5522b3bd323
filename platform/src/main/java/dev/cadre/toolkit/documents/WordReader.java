package dev.cadre.toolkit.documents;

import dev.cadre.fault.Fault;
import dev.cadre.toolkit.files.Archive;
import dev.cadre.toolkit.files.SourceFile;
import dev.cadre.toolkit.files.Xml;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A Word document (ECMA-376, WordprocessingML): paragraphs, headings by their styles, tables. What
 * was deleted under revision, comments, headers and footers are left out.
 */
final class WordReader {
  private static final int MAX_BLOCKS = 200_000;
  private static final int MAX_TEXT = 20 << 20;

  private final SourceFile file;
  private final String name;
  private final List<Block> blocks = new ArrayList<>();
  private final StringBuilder paragraph = new StringBuilder();
  private final TableStack tables = new TableStack();
  private Map<String, Integer> levels = Map.of();
  private int level;
  private boolean listed;
  private boolean inText;
  private int skipping;
  private long length;

  WordReader(SourceFile file) {
    this.file = file;
    name = "'" + file.name() + "'";
  }

  List<Block> blocks() throws InterruptedException {
    try (Archive archive = Archive.open(name, file.bytes())) {
      levels = levels(archive);
      try (Xml xml = new Xml(name, archive.open("word/document.xml"))) {
        for (Xml.Event event = xml.next(); event != null; event = xml.next()) {
          switch (event) {
            case START -> start(xml);
            case TEXT -> {
              if (inText && skipping == 0) {
                append(xml.text());
              }
            }
            case END -> end(xml.element());
          }
        }
      }
    }
    return blocks;
  }

  private void start(Xml xml) {
    switch (xml.element()) {
      // Fallback repeats what Choice says, for old readers.
      case "del", "moveFrom", "Fallback" -> skipping++;
      case "p" -> {
        level = 0;
        listed = false;
      }
      case "pStyle" -> level = levels.getOrDefault(xml.attribute("val"), 0);
      case "outlineLvl" -> level = outline(xml.attribute("val"));
      case "numPr" -> listed = true;
      case "t" -> inText = true;
      case "tab" -> append("\t");
      case "br", "cr" -> append("\n");
      case "noBreakHyphen" -> append("-");
      case "tbl" -> tables.begin();
      case "tr" -> tables.row();
      case "tc" -> tables.cell();
      default -> {}
    }
  }

  private void end(String element) {
    switch (element) {
      case "del", "moveFrom", "Fallback" -> skipping--;
      case "t" -> inText = false;
      case "p" -> endParagraph();
      case "tbl" -> tables.end().ifPresent(this::add);
      default -> {}
    }
  }

  private void endParagraph() {
    String text = paragraph.toString().strip();
    paragraph.setLength(0);
    if (text.isEmpty()) {
      return;
    }
    if (tables.open()) {
      tables.text(text);
    } else if (level > 0) {
      add(new Block.Heading(level, text));
    } else {
      add(new Block.Paragraph(listed ? "- " + text : text));
    }
  }

  private void append(String text) {
    if (skipping > 0) {
      return;
    }
    length += text.length();
    if (length > MAX_TEXT) {
      throw new Fault.Invalid(name + " has more than " + MAX_TEXT + " characters; divide it");
    }
    paragraph.append(text);
  }

  private void add(Block block) {
    if (blocks.size() >= MAX_BLOCKS) {
      throw new Fault.Invalid(name + " has more than " + MAX_BLOCKS + " paragraphs; divide it");
    }
    blocks.add(block);
  }

  /** Which styles are of headings, and of what level: by outline level, or by name. */
  private Map<String, Integer> levels(Archive archive) throws InterruptedException {
    Map<String, Integer> found = new HashMap<>();
    if (!archive.has("word/styles.xml")) {
      return found;
    }
    try (Xml xml = new Xml(name, archive.open("word/styles.xml"))) {
      String style = "";
      for (Xml.Event event = xml.next(); event != null; event = xml.next()) {
        if (event != Xml.Event.START) {
          continue;
        }
        switch (xml.element()) {
          case "style" -> style = xml.attribute("styleId");
          case "name" -> byName(xml.attribute("val"), style, found);
          case "outlineLvl" -> found.put(style, outline(xml.attribute("val")));
          default -> {}
        }
      }
    }
    return found;
  }

  private static void byName(String styleName, String style, Map<String, Integer> into) {
    String lower = styleName.toLowerCase(Locale.ROOT);
    if (lower.equals("title")) {
      into.put(style, 1);
    } else if (lower.matches("heading [1-9]")) {
      into.put(style, lower.charAt(8) - '0');
    }
  }

  /** 0 to 8 are levels; 9 is body text. */
  private static int outline(String value) {
    return value.matches("[0-8]") ? value.charAt(0) - '0' + 1 : 0;
  }
}
