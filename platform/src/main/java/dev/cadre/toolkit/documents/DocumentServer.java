package dev.cadre.toolkit.documents;

import dev.cadre.embedding.Embedder;
import dev.cadre.tool.Tool;
import dev.cadre.toolkit.files.FileSource;
import dev.cadre.toolkit.files.FileTool;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.apache.pdfbox.pdmodel.font.FontMappers;

/**
 * The server {@code documents}: {@code document_text}, {@code document_outline}, {@code
 * document_tables}, {@code document_search}.
 */
public final class DocumentServer {
  public static final String ABOUT =
      "Reads documents: text, outline and tables of PDF, Word, Excel, PowerPoint, CSV, HTML and"
          + " Markdown files, and finds passages in them.";

  /** Each open document can take some hundred MB. */
  private static final int AT_ONCE = 3;

  private final List<Tool> tools;

  public DocumentServer(FileSource files, Embedder embedder) {
    // PDFBox keeps this for the whole process.
    FontMappers.set(new PdfFonts());
    Semaphore places = new Semaphore(AT_ONCE, true);
    tools =
        List.of(
            new FileTool(TextOf.SPEC, files, places, new TextOf()),
            new FileTool(OutlineOf.SPEC, files, places, new OutlineOf()),
            new FileTool(TablesOf.SPEC, files, places, new TablesOf()),
            new FileTool(SearchIn.SPEC, files, places, new SearchIn(new Relevance(embedder))));
  }

  public List<Tool> tools() {
    return tools;
  }
}
