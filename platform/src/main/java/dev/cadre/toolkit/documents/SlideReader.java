package dev.cadre.toolkit.documents;

import dev.cadre.fault.Fault;
import dev.cadre.toolkit.files.Archive;
import dev.cadre.toolkit.files.SourceFile;
import dev.cadre.toolkit.files.Xml;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A PowerPoint presentation (ECMA-376, PresentationML): its slides in their order, with notes. */
final class SlideReader {
  private static final int MAX_SLIDES = 2_000;
  private static final int MAX_TEXT = 20 << 20;

  private final SourceFile file;
  private final String name;
  private long length;

  SlideReader(SourceFile file) {
    this.file = file;
    name = "'" + file.name() + "'";
  }

  List<Part> slides() throws InterruptedException {
    try (Archive archive = Archive.open(name, file.bytes())) {
      List<Part> slides = new ArrayList<>();
      for (String part : order(archive)) {
        slides.add(slide(archive, part, slides.size() + 1));
      }
      return slides;
    }
  }

  private List<String> order(Archive archive) throws InterruptedException {
    Map<String, String> targets = relations(archive, "ppt/presentation.xml");
    List<String> parts = new ArrayList<>();
    try (Xml xml = new Xml(name, archive.open("ppt/presentation.xml"))) {
      for (Xml.Event event = xml.next(); event != null; event = xml.next()) {
        if (event == Xml.Event.START && xml.element().equals("sldId")) {
          String target = targets.get(xml.attribute("relationships", "id"));
          if (target != null) {
            parts.add(target);
          }
        }
        if (parts.size() > MAX_SLIDES) {
          throw new Fault.Invalid(name + " has more than " + MAX_SLIDES + " slides; divide it");
        }
      }
    }
    return parts;
  }

  /** What a part's relations name, by their ids and, for those of one kind, by their type. */
  private Map<String, String> relations(Archive archive, String part) throws InterruptedException {
    int slash = part.lastIndexOf('/');
    String folder = part.substring(0, slash + 1);
    String rels = folder + "_rels/" + part.substring(slash + 1) + ".rels";
    Map<String, String> targets = new HashMap<>();
    if (!archive.has(rels)) {
      return targets;
    }
    try (Xml xml = new Xml(name, archive.open(rels))) {
      for (Xml.Event event = xml.next(); event != null; event = xml.next()) {
        if (event == Xml.Event.START && xml.element().equals("Relationship")) {
          String target = resolved(folder, xml.attribute("Target"));
          targets.put(xml.attribute("Id"), target);
          String type = xml.attribute("Type");
          targets.put(type.substring(type.lastIndexOf('/') + 1), target);
        }
      }
    }
    return targets;
  }

  /** {@code ../notesSlides/notesSlide1.xml}, seen from a folder. */
  private static String resolved(String folder, String target) {
    if (target.startsWith("/")) {
      return target.substring(1);
    }
    if (target.startsWith("../")) {
      int parent = folder.lastIndexOf('/', folder.length() - 2);
      return folder.substring(0, parent + 1) + target.substring(3);
    }
    return folder + target;
  }

  private Part slide(Archive archive, String part, int number) throws InterruptedException {
    List<Block> blocks = new ArrayList<>(blocks(archive, part));
    String notes = relations(archive, part).get("notesSlide");
    if (notes != null && archive.has(notes)) {
      for (Block block : blocks(archive, notes)) {
        // A notes page repeats its slide's number.
        if (!block.text().equals(String.valueOf(number))) {
          blocks.add(new Block.Paragraph("Notes: " + block.text()));
        }
      }
    }
    String label =
        blocks.stream()
            .filter(Block.Heading.class::isInstance)
            .map(Block::text)
            .findFirst()
            .orElse("");
    return new Part(number, label, blocks);
  }

  private List<Block> blocks(Archive archive, String part) throws InterruptedException {
    List<Block> blocks = new ArrayList<>();
    TableStack tables = new TableStack();
    StringBuilder paragraph = new StringBuilder();
    boolean title = false;
    boolean inText = false;
    try (Xml xml = new Xml(name, archive.open(part))) {
      for (Xml.Event event = xml.next(); event != null; event = xml.next()) {
        switch (event) {
          case START -> {
            switch (xml.element()) {
              case "sp" -> title = false;
              case "ph" -> title = xml.attribute("type").matches("title|ctrTitle");
              case "t" -> inText = true;
              case "br" -> paragraph.append('\n');
              case "tbl" -> tables.begin();
              case "tr" -> tables.row();
              case "tc" -> tables.cell();
              default -> {}
            }
          }
          case TEXT -> append(paragraph, inText ? xml.text() : "");
          case END -> {
            inText = false;
            if (xml.element().equals("p")) {
              endParagraph(paragraph, title, tables, blocks);
            } else if (xml.element().equals("tbl")) {
              tables.end().ifPresent(blocks::add);
            }
          }
        }
      }
    }
    return blocks;
  }

  private void append(StringBuilder paragraph, String text) {
    length += text.length();
    if (length > MAX_TEXT) {
      throw new Fault.Invalid(name + " has more than " + MAX_TEXT + " characters; divide it");
    }
    paragraph.append(text);
  }

  private static void endParagraph(
      StringBuilder paragraph, boolean title, TableStack tables, List<Block> blocks) {
    String text = paragraph.toString().strip();
    paragraph.setLength(0);
    if (text.isEmpty()) {
      return;
    }
    if (tables.open()) {
      tables.text(text);
    } else {
      blocks.add(title ? new Block.Heading(1, text) : new Block.Paragraph(text));
    }
  }
}
