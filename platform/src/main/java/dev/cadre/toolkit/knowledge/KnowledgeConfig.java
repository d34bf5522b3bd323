package dev.cadre.toolkit.knowledge;

import dev.cadre.config.Section;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Settings of the server.
 *
 * @param folder whose texts are searched, with those in its subfolders
 * @param about what they are, for a model
 */
public record KnowledgeConfig(Path folder, String about, List<SearchPlan> tools) {
  public static final String OPTIONS =
      """
      --folder PATH        texts in Markdown, CSV, JSON or plain (docs/mcp-servers.md)
      --about TEXT         what they are
      """;

  private static final String DESCRIPTION = "Finds what the knowledge base says about something.";
  private static final int MAX_TOOLS = 32;

  public KnowledgeConfig {
    tools = List.copyOf(tools);
  }

  /**
   * @param base where the folder's path begins
   */
  public static KnowledgeConfig read(Section section, Path base) {
    List<SearchPlan> tools = new ArrayList<>();
    section.named("tools").forEach((name, inner) -> tools.add(SearchPlan.read(name, inner)));
    if (tools.size() > MAX_TOOLS) {
      section.problem("tools", "has more than " + MAX_TOOLS + " entries");
    }
    if (tools.isEmpty()) {
      tools.add(SearchPlan.whole("search_knowledge", DESCRIPTION));
    }
    return new KnowledgeConfig(
        folder(section, base), section.text("about", KnowledgeServer.ABOUT), tools);
  }

  private static Path folder(Section section, Path base) {
    String text = section.text("folder");
    try {
      Path folder = base.resolve(text).toAbsolutePath().normalize();
      if (text.isEmpty() || Files.isDirectory(folder)) {
        return folder;
      }
    } catch (InvalidPathException noPath) {
      // Told below, as one that is not there is.
    }
    section.problem("folder", "is '" + text + "', which is no folder on this machine");
    return Path.of("/");
  }
}
