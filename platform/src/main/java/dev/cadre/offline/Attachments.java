package dev.cadre.offline;

import dev.cadre.object.Attached;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;

/** Files that stand beside what was said. Tools that read a file are given one of them. */
record Attachments(List<Attached> files) {
  static final Attachments NONE = new Attachments(List.of());

  Attachments {
    files = List.copyOf(files);
  }

  /** What a request says by its files alone. */
  String said() {
    return files.isEmpty() ? "" : "Describe the " + files.getFirst().noun();
  }

  /** Words that stand for the files where tools are ranked. */
  String nouns() {
    return files.stream().map(Attached::noun).distinct().collect(Collectors.joining(" "));
  }

  /**
   * The tool with a file where it takes one; nothing else that is said can be it then.
   *
   * @param said may name one of the files
   */
  Tool given(Tool tool, String said) {
    return files.isEmpty() || tool.slots().stream().noneMatch(Attachments::takesFile)
        ? tool
        : tool.with(
            tool.slots().stream()
                .map(slot -> takesFile(slot) ? fixed(slot, chosen(tool, said)) : slot)
                .toList());
  }

  private static boolean takesFile(Slot slot) {
    return slot.path().size() == 1 && slot.type() == Slot.Type.STRING && slot.has(Sense.FILE);
  }

  private static Slot fixed(Slot slot, Attached file) {
    return slot.fixed(JsonNodeFactory.instance.stringNode(file.uri()));
  }

  private Attached chosen(Tool tool, String said) {
    String words = said.toLowerCase(Locale.ROOT);
    return files.stream()
        .filter(file -> words.contains(file.name().toLowerCase(Locale.ROOT)))
        .findFirst()
        .or(
            () ->
                files.stream()
                    .filter(file -> tool.stems().contains(Stem.of(file.noun())))
                    .findFirst())
        .orElseGet(files::getFirst);
  }
}
