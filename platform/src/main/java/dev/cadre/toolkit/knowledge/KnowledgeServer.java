package dev.cadre.toolkit.knowledge;

import dev.cadre.embedding.Embedder;
import dev.cadre.tool.Tool;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server {@code knowledge}: searches in a folder of texts. */
public final class KnowledgeServer {
  public static final String ABOUT = "Answers from a folder of texts, with where they stand.";

  private final KnowledgeConfig config;
  private final Shelf shelf;
  private final List<Tool> tools;

  public KnowledgeServer(Embedder embedder, InstantSource clock, KnowledgeConfig config) {
    this.config = config;
    shelf = new Shelf(config.folder(), embedder, clock);
    tools = config.tools().stream().<Tool>map(plan -> new SearchTool(shelf, plan)).toList();
  }

  public String about() {
    return config.about();
  }

  public List<Tool> tools() {
    return tools;
  }

  /** Null when every file can be read, else what is wrong and where. */
  public @Nullable String trouble() throws InterruptedException {
    return shelf.trouble();
  }
}
