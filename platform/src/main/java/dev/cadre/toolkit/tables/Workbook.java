package dev.cadre.toolkit.tables;

import dev.cadre.fault.Fault;
import dev.cadre.toolkit.files.Archive;
import dev.cadre.toolkit.files.Xml;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An Excel workbook (ECMA-376, SpreadsheetML), read part by part: no more of it is in memory than
 * its texts and the sheet asked for.
 */
final class Workbook {
  private static final int MAX_SHEETS = 1_000;
  private static final int MAX_TEXTS = 2_000_000;

  private final String file;
  private final Archive archive;
  private final Map<String, String> sheets;
  private final SheetStyles styles;
  private final List<String> texts;

  private Workbook(
      String file,
      Archive archive,
      Map<String, String> sheets,
      SheetStyles styles,
      List<String> texts) {
    this.file = file;
    this.archive = archive;
    this.sheets = sheets;
    this.styles = styles;
    this.texts = texts;
  }

  static Workbook open(String file, Archive archive) throws InterruptedException {
    Map<String, String> targets = relations(file, archive);
    List<String[]> listed = new ArrayList<>();
    boolean from1904 = false;
    try (Xml xml = new Xml(file, archive.open("xl/workbook.xml"))) {
      for (Xml.Event event = xml.next(); event != null; event = xml.next()) {
        if (event == Xml.Event.START && xml.element().equals("sheet")) {
          String id = xml.attribute("relationships", "id");
          listed.add(new String[] {xml.attribute("name"), targets.getOrDefault(id, "")});
        } else if (event == Xml.Event.START && xml.element().equals("workbookPr")) {
          String flag = xml.attribute("date1904");
          from1904 = flag.equals("1") || flag.equals("true");
        }
        if (listed.size() > MAX_SHEETS) {
          throw new Fault.Invalid(file + " has more than " + MAX_SHEETS + " sheets");
        }
      }
    }
    Map<String, String> sheets = new LinkedHashMap<>();
    for (String[] sheet : listed) {
      // Charts have sheets too, without cells.
      if (sheet[1].startsWith("xl/worksheets/")) {
        sheets.putIfAbsent(sheet[0], sheet[1]);
      }
    }
    return new Workbook(
        file, archive, sheets, SheetStyles.read(file, archive, from1904), texts(file, archive));
  }

  private static Map<String, String> relations(String file, Archive archive)
      throws InterruptedException {
    Map<String, String> targets = new HashMap<>();
    try (Xml xml = new Xml(file, archive.open("xl/_rels/workbook.xml.rels"))) {
      for (Xml.Event event = xml.next(); event != null; event = xml.next()) {
        if (event == Xml.Event.START && xml.element().equals("Relationship")) {
          String target = xml.attribute("Target");
          targets.put(
              xml.attribute("Id"), target.startsWith("/") ? target.substring(1) : "xl/" + target);
        }
      }
    }
    return targets;
  }

  private static List<String> texts(String file, Archive archive) throws InterruptedException {
    List<String> texts = new ArrayList<>();
    if (!archive.has("xl/sharedStrings.xml")) {
      return texts;
    }
    try (Xml xml = new Xml(file, archive.open("xl/sharedStrings.xml"))) {
      StringBuilder text = new StringBuilder();
      boolean within = false;
      boolean phonetic = false;
      for (Xml.Event event = xml.next(); event != null; event = xml.next()) {
        switch (event) {
          case START -> {
            phonetic |= xml.element().equals("rPh");
            within = xml.element().equals("t") && !phonetic;
          }
          case TEXT -> append(text, within ? xml.text() : "");
          case END -> {
            within = false;
            phonetic &= !xml.element().equals("rPh");
            if (xml.element().equals("si")) {
              texts.add(text.toString());
              text.setLength(0);
            }
          }
        }
        if (texts.size() > MAX_TEXTS) {
          throw new Fault.Invalid(file + " has more than " + MAX_TEXTS + " texts");
        }
      }
    }
    return texts;
  }

  private static void append(StringBuilder text, String more) {
    if (text.length() <= CellBudget.MAX_CELL) {
      text.append(more);
    }
  }

  /** Names of the sheets with cells, in their order. */
  List<String> sheets() {
    return List.copyOf(sheets.keySet());
  }

  /**
   * @throws Fault.Invalid when the sheet is larger than may be read
   */
  Grid sheet(String name) throws InterruptedException {
    @Nullable String part = sheets.get(name);
    if (part == null) {
      throw new Fault.Invalid(
          file + " has no sheet '" + name + "'; it has " + String.join(", ", sheets()));
    }
    try (Xml xml = new Xml(file, archive.open(part))) {
      return new Grid(name, new SheetReader(file, xml, styles, texts).rows());
    }
  }
}
