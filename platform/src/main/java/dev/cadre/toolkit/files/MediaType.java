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
  MP4("video/mp4", "an MP4 video"),
  QUICKTIME("video/quicktime", "a QuickTime video"),
  THREE_GP("video/3gpp", "a 3GP video"),
  MATROSKA("video/x-matroska", "a Matroska video"),
  WEBM("video/webm", "a WebM video"),
  FLV("video/x-flv", "a Flash video"),
  MPEG("video/mpeg", "an MPEG video"),
  WMV("video/x-ms-wmv", "a Windows Media video"),
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

  public boolean isVideo() {
    return text.startsWith("video/");
  }

  /** Whether its content is characters. */
  public boolean isText() {
    return switch (this) {
      case CSV, JSON, JSON_LINES, HTML, MARKDOWN, TEXT -> true;
      case PDF, DOCX, XLSX, PPTX, PNG, JPEG, GIF, WEBP, BMP, TIFF -> false;
      case MP4, QUICKTIME, THREE_GP, MATROSKA, WEBM, FLV, MPEG, WMV -> false;
      case OLD_OFFICE, ZIP, UNKNOWN -> false;
    };
  }
}
