package dev.cadre.toolkit.documents;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a citation points at: a page, a slide, a sheet or a section.
 *
 * @param number from 1
 * @param label its heading or name; empty when it has none
 */
record Part(int number, String label, List<Block> blocks) {
  Part {
    blocks = List.copyOf(blocks);
  }

  String text() {
    return blocks.stream().map(Block::text).collect(Collectors.joining("\n\n"));
  }

  List<Block.Table> tables() {
    return blocks.stream()
        .filter(Block.Table.class::isInstance)
        .map(Block.Table.class::cast)
        .toList();
  }
}
