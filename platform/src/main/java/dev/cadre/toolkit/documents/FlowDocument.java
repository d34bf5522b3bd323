package dev.cadre.toolkit.documents;

import java.util.ArrayList;
import java.util.List;

/** A document whose parts are in memory. */
record FlowDocument(String unit, List<Part> all) implements Document {
  /** A section without headings is divided at the paragraph that reaches so many characters. */
  private static final int LONG = 6_000;

  FlowDocument {
    all = List.copyOf(all);
  }

  /** A text that flows, divided at its headings. */
  static FlowDocument divided(List<Block> blocks) {
    List<Part> parts = new ArrayList<>();
    List<Block> open = new ArrayList<>();
    String label = "";
    int length = 0;
    boolean content = false;
    for (Block block : blocks) {
      boolean heading = block instanceof Block.Heading;
      if ((heading && content) || (content && length + block.text().length() > LONG)) {
        parts.add(new Part(parts.size() + 1, label, open));
        open.clear();
        length = 0;
        content = false;
      }
      if (block instanceof Block.Heading(int _, String text)) {
        label = text;
      }
      open.add(block);
      length += block.text().length();
      content |= !heading;
    }
    if (!open.isEmpty() || parts.isEmpty()) {
      parts.add(new Part(parts.size() + 1, label, open));
    }
    return new FlowDocument("section", parts);
  }

  @Override
  public int parts() {
    return all.size();
  }

  @Override
  public Part part(int number) {
    return all.get(number - 1);
  }

  @Override
  public List<Entry> outline(int most) {
    List<Entry> entries = new ArrayList<>();
    for (Part part : all) {
      if (!unit.equals("section") && !part.label().isEmpty()) {
        entries.add(new Entry(1, part.label(), part.number()));
      }
      for (Block block : part.blocks()) {
        if (block instanceof Block.Heading(int level, String text)
            && (unit.equals("section") || !text.equals(part.label()))) {
          entries.add(new Entry(level, text, part.number()));
        }
      }
    }
    return List.copyOf(entries.subList(0, Math.min(most, entries.size())));
  }

  @Override
  public void close() {
    // Nothing is held open.
  }
}
