package dev.cadre.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** Writes a memory's events and records as JSON lines. */
final class MemoryExportCommand implements Action {
  private static final Operand FILE =
      new Operand("FILE", Count.OPTIONAL, "Where to; the standard output when absent.");

  @Override
  public Syntax syntax() {
    return Syntax.of("export", "Write events and records as JSON lines, which import reads.")
        .takes(MemoryCommand.MEMORY, FILE)
        .examples("cadre memory export people people.jsonl");
  }

  @Override
  public int run(Cadre cadre, Arguments given) throws IOException {
    Path file = given.path(FILE);
    String path = Memories.beyond(given.needed(MemoryCommand.MEMORY)) + "/export";
    Platform platform = cadre.platform();
    try (InputStream lines = platform.stream("GET", path, Map.of(), new byte[0]).body()) {
      if (file == null) {
        lines.transferTo(cadre.terminal().out());
        cadre.terminal().out().flush();
        return Exit.OK.code();
      }
      Path to = cadre.surroundings().folder().resolve(file);
      if (Files.exists(to)) {
        throw Failure.usage(file + " is there already: name a new file");
      }
      // Whole or not at all: half an export would look like all of it.
      Path part = Files.createTempFile(to.toAbsolutePath().getParent(), "export", ".part");
      try {
        Files.copy(lines, part, StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, to);
      } finally {
        Files.deleteIfExists(part);
      }
    }
    cadre.terminal().note("wrote " + file);
    return Exit.OK.code();
  }
}
