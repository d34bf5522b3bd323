package dev.cadre.toolkit.documents;

import dev.cadre.fault.Fault;
import dev.cadre.toolkit.files.Interruption;
import dev.cadre.toolkit.files.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDDocumentOutline;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;

/** A PDF, page by page. A parser of hostile files may fail in any way; each is told as damage. */
final class PdfDocument implements Document {
  private static final int MAX_PAGES = 10_000;
  private static final int MAX_BOOKMARK_DEPTH = 10;

  /** Without bookmarks, headings are looked for on so many pages. */
  private static final int MAX_LOOKED_AT = 300;

  private final String name;
  private final PDDocument pdf;
  private final int pages;

  private PdfDocument(String name, PDDocument pdf, int pages) {
    this.name = name;
    this.pdf = pdf;
    this.pages = pages;
  }

  static PdfDocument open(SourceFile file) throws InterruptedException {
    String name = "'" + file.name() + "'";
    try (PdfGuard guard = new PdfGuard(name)) {
      guard.check(file.bytes());
      PDDocument pdf = Loader.loadPDF(file.bytes());
      try {
        if (pdf.isEncrypted()) {
          // Its streams could not be judged before they were deciphered.
          checkDeciphered(pdf, guard);
        }
        return new PdfDocument(name, pdf, pages(name, pdf));
      } catch (RuntimeException | Error | InterruptedException | IOException e) {
        pdf.close();
        throw e;
      }
    } catch (InvalidPasswordException e) {
      throw new Fault.Invalid(
          name + " is encrypted and needs a password to be read; save it without one");
    } catch (Fault e) {
      throw e;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw damaged(name);
    }
  }

  private static int pages(String name, PDDocument pdf) {
    int pages = pdf.getNumberOfPages();
    if (pages > MAX_PAGES) {
      throw new Fault.Invalid(
          name + " has " + pages + " pages; at most " + MAX_PAGES + " are read. Divide it");
    }
    if (pages <= 0) {
      throw damaged(name);
    }
    return pages;
  }

  private static void checkDeciphered(PDDocument pdf, PdfGuard guard)
      throws IOException, InterruptedException {
    for (Map.Entry<COSObjectKey, Long> entry : pdf.getDocument().getXrefTable().entrySet()) {
      // What has no place of its own in the file is no stream.
      if (entry.getValue() > 0) {
        COSObject object = pdf.getDocument().getObjectFromPool(entry.getKey());
        if (object.getObject() instanceof COSStream stream) {
          try (InputStream raw = stream.createRawInputStream()) {
            guard.stream(raw.readAllBytes(), 0);
          }
        }
      }
    }
  }

  @Override
  public String unit() {
    return "page";
  }

  @Override
  public int parts() {
    return pages;
  }

  @Override
  public Part part(int number) throws InterruptedException {
    String text = read(number, false).text();
    return new Part(
        number, "", text.isBlank() ? List.of() : List.of(new Block.Paragraph(text.strip())));
  }

  @Override
  public List<Block.Table> tables(int number) throws InterruptedException {
    return PdfTables.of(read(number, true).lines());
  }

  private PdfPage read(int number, boolean byPosition) throws InterruptedException {
    Interruption.check();
    try {
      return PdfPage.read(name, pdf, number, byPosition);
    } catch (PdfPage.Interrupted e) {
      throw new InterruptedException("nobody waits for it any more");
    } catch (Fault e) {
      throw e;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw new Fault.Invalid("page " + number + " of " + name + " is damaged; read the others");
    }
  }

  @Override
  public List<Entry> outline(int most) throws InterruptedException {
    List<Entry> entries = new ArrayList<>();
    try {
      PDDocumentOutline bookmarks = pdf.getDocumentCatalog().getDocumentOutline();
      if (bookmarks != null) {
        Map<PDPage, Integer> numbers = new HashMap<>();
        int number = 0;
        for (PDPage page : pdf.getPages()) {
          numbers.put(page, ++number);
        }
        for (PDOutlineItem item : bookmarks.children()) {
          add(item, 1, numbers, most, entries);
        }
      }
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // What was found till there is still an outline.
      Interruption.check();
    }
    return entries.isEmpty() ? bySize(most) : entries;
  }

  private void add(
      PDOutlineItem item, int level, Map<PDPage, Integer> numbers, int most, List<Entry> into)
      throws IOException, InterruptedException {
    if (into.size() >= most || level > MAX_BOOKMARK_DEPTH) {
      return;
    }
    Interruption.check();
    PDPage page = item.findDestinationPage(pdf);
    String title = item.getTitle();
    if (title != null && page != null) {
      into.add(new Entry(level, title.strip(), numbers.getOrDefault(page, 1)));
    }
    for (PDOutlineItem child : item.children()) {
      add(child, level + 1, numbers, most, into);
    }
  }

  /** Lines in larger letters than most: a PDF without bookmarks says no more of its headings. */
  private List<Entry> bySize(int most) throws InterruptedException {
    Map<Integer, List<PdfPage.Line>> all = new HashMap<>();
    Map<Integer, Integer> characters = new HashMap<>();
    int last = Math.min(pages, MAX_LOOKED_AT);
    for (int number = 1; number <= last; number++) {
      List<PdfPage.Line> lines = read(number, false).lines();
      lines.forEach(line -> characters.merge(line.size(), line.text().length(), Integer::sum));
      all.put(number, lines.stream().filter(line -> line.text().length() <= 120).toList());
    }
    int body =
        characters.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElse(0);
    List<Integer> sizes =
        characters.keySet().stream()
            .filter(size -> size * 10 >= body * 12)
            .sorted(Comparator.reverseOrder())
            .limit(4)
            .toList();
    List<Entry> entries = new ArrayList<>();
    for (int number = 1; number <= last; number++) {
      for (PdfPage.Line line : all.getOrDefault(number, List.of())) {
        if (sizes.contains(line.size()) && line.text().matches(".*\\p{L}.*")) {
          entries.add(new Entry(sizes.indexOf(line.size()) + 1, line.text(), number));
        }
      }
    }
    return List.copyOf(entries.subList(0, Math.min(most, entries.size())));
  }

  private static Fault.Invalid damaged(String name) {
    return new Fault.Invalid(name + " is damaged: it cannot be opened as a PDF");
  }

  @Override
  public void close() {
    try {
      pdf.close();
    } catch (IOException e) {
      throw damaged(name);
    }
  }
}
