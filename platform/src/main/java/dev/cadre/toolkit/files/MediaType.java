package dev.cadre.toolkit.files;

/** What a file is, as far as tools care. */
public enum MediaType {
  PDF("application/pdf", "a PDF"),
  DOCX(
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "a Word document"),
  XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "an Excel workbook"),
  PPTX(
      "application/vnd.openxmlformats-officedocument.presentationml.presentation",
      "a PowerPoint presentation"),
  CSV("text/csv", "a CSV file"),
  JSON("application/json", "a JSON file"),
  JSON_LINES("application/jsonl", "a file of JSON lines"),
  HTML("text/html", "an HTML page"),
  MARKDOWN("text/markdown", "a Markdown text"),
  TEXT("text/plain", "a plain text"),
  PNG("image/png", "a PNG image"),
  JPEG("image/jpeg", "a JPEG image"),
  GIF("image/gif", "a GIF image"),
  WEBP("image/webp", "a WebP image"),
  BMP("image/bmp", "a BMP image"),
  TIFF("image/tiff", "a TIFF image"),
  OLD_OFFICE("application/x-ole-storage", "an Office file of before 2007, or an encrypted one"),
  ZIP("application/zip", "a ZIP archive"),
  UNKNOWN("application/octet-stream", "a file of no kind that is known here");

  private final String text;
  private final String noun;

  MediaType(String text, String noun) {
    this.text = text;
    this.noun = noun;
  }

  /** As in a Content-Type header. */
  public String text() {
    return text;
  }

  /** With its article, for a sentence. */
  public String noun() {
    return noun;
  }

  public boolean isImage() {
    return text.startsWith("image/");
  }

  /** Whether its content is characters. */
  public boolean isText() {
    return switch (this) {
      case CSV, JSON, JSON_LINES, HTML, MARKDOWN, TEXT -> true;
      case PDF, DOCX, XLSX, PPTX, PNG, JPEG, GIF, WEBP, BMP, TIFF, OLD_OFFICE, ZIP, UNKNOWN ->
          false;
    };
  }
}
