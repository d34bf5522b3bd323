package dev.cadre.toolkit.files;

import dev.cadre.fault.Fault;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sees from a file's first bytes what it is. */
final class Sniffer {
  /** Readers look for {@code %PDF-} in the first kilobyte; so does this. */
  private static final int PDF_HEAD = 1_024;

  private static final int LOOKED_AT = 4_096;

  private static final Map<String, MediaType> ENDINGS =
      Map.ofEntries(
          Map.entry("csv", MediaType.CSV),
          Map.entry("tsv", MediaType.CSV),
          Map.entry("json", MediaType.JSON),
          Map.entry("jsonl", MediaType.JSON_LINES),
          Map.entry("ndjson", MediaType.JSON_LINES),
          Map.entry("html", MediaType.HTML),
          Map.entry("htm", MediaType.HTML),
          Map.entry("xhtml", MediaType.HTML),
          Map.entry("md", MediaType.MARKDOWN),
          Map.entry("markdown", MediaType.MARKDOWN),
          Map.entry("txt", MediaType.TEXT),
          Map.entry("log", MediaType.TEXT));

  private static final Map<String, MediaType> DECLARED =
      Map.of(
          "text/csv", MediaType.CSV,
          "text/tab-separated-values", MediaType.CSV,
          "application/json", MediaType.JSON,
          "application/jsonl", MediaType.JSON_LINES,
          "application/x-ndjson", MediaType.JSON_LINES,
          "text/html", MediaType.HTML,
          "application/xhtml+xml", MediaType.HTML,
          "text/markdown", MediaType.MARKDOWN);

  private Sniffer() {}

  static MediaType type(String name, String declared, byte[] bytes) {
    MediaType binary = binary(bytes);
    if (binary != null) {
      return binary;
    }
    if (!Characters.isText(bytes)) {
      return MediaType.UNKNOWN;
    }
    String head =
        new String(bytes, 0, Math.min(bytes.length, LOOKED_AT), StandardCharsets.ISO_8859_1);
    return kindOfText(name, declared, head);
  }

  private static @Nullable MediaType binary(byte[] bytes) {
    String head =
        new String(bytes, 0, Math.min(bytes.length, PDF_HEAD), StandardCharsets.ISO_8859_1);
    if (head.contains("%PDF-")) {
      return MediaType.PDF;
    }
    if (head.startsWith("PK\u0003\u0004")) {
      return packed(bytes);
    }
    if (Characters.begins(bytes, 0xD0, 0xCF, 0x11, 0xE0)) {
      return MediaType.OLD_OFFICE;
    }
    return imageOrVideo(bytes, head);
  }

  private static @Nullable MediaType imageOrVideo(byte[] bytes, String head) {
    if (Characters.begins(bytes, 0x89, 'P', 'N', 'G')) {
      return MediaType.PNG;
    }
    if (Characters.begins(bytes, 0xFF, 0xD8, 0xFF)) {
      return MediaType.JPEG;
    }
    if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) {
      return MediaType.GIF;
    }
    if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
      return MediaType.WEBP;
    }
    if (head.startsWith("BM") && bytes.length > 26 && bytes[6] == 0 && bytes[7] == 0) {
      return MediaType.BMP;
    }
    return head.startsWith("II*\0") || head.startsWith("MM\0*")
        ? MediaType.TIFF
        : VideoSniffer.of(bytes);
  }

  private static MediaType packed(byte[] bytes) {
    try (Archive archive = Archive.open("the file", bytes)) {
      return archive.has("word/document.xml")
          ? MediaType.DOCX
          : archive.has("xl/workbook.xml")
              ? MediaType.XLSX
              : archive.has("ppt/presentation.xml") ? MediaType.PPTX : MediaType.ZIP;
    } catch (Fault.Invalid damaged) {
      return MediaType.ZIP;
    }
  }

  private static MediaType kindOfText(String name, String declared, String head) {
    MediaType said =
        ENDINGS.get(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    if (said == null) {
      said = DECLARED.get(declared.toLowerCase(Locale.ROOT).replaceAll(";.*", "").strip());
    }
    if (said != null) {
      return said;
    }
    String start = head.stripLeading().toLowerCase(Locale.ROOT);
    if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
      return MediaType.HTML;
    }
    if (start.startsWith("{") || start.startsWith("[")) {
      return start.startsWith("{") && start.contains("}\n{")
          ? MediaType.JSON_LINES
          : MediaType.JSON;
    }
    return columns(head)
        ? MediaType.CSV
        : start.startsWith("# ") ? MediaType.MARKDOWN : MediaType.TEXT;
  }

  /**
   * Whether the first lines, but for the last, which may be cut, have one number of commas each.
   */
  private static boolean columns(String head) {
    List<String> lines = head.lines().filter(line -> !line.isBlank()).limit(5).toList();
    if (lines.size() < 2) {
      return false;
    }
    for (char separator : new char[] {',', ';', '\t', '|'}) {
      long first = count(lines.getFirst(), separator);
      boolean prose = lines.getFirst().contains(separator + " ");
      boolean same =
          lines.subList(0, Math.max(2, lines.size() - 1)).stream()
              .allMatch(line -> count(line, separator) == first);
      if (first > 0 && same && !prose) {
        return true;
      }
    }
    return false;
  }

  private static long count(String line, char separator) {
    return line.chars().filter(c -> c == separator).count();
  }
}
