package dev.cadre.object;

import dev.cadre.fault.Fault;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What may be uploaded: the media types of each kind, with the endings of their files' names. */
public enum MediaKind {
  IMAGE("image/jpeg jpg jpeg", "image/png png", "image/gif gif", "image/webp webp"),
  VIDEO(
      "video/mp4 mp4 m4v",
      "video/quicktime mov",
      "video/x-matroska mkv",
      "video/webm webm",
      "video/x-flv flv",
      "video/mpeg mpeg mpg",
      "video/x-ms-wmv wmv",
      "video/3gpp 3gp"),
  DOCUMENT(
      "application/pdf pdf",
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document docx",
      "application/vnd.openxmlformats-officedocument.presentationml.presentation pptx",
      "text/plain txt log",
      "text/markdown md markdown",
      "text/html html htm"),
  TABLE(
      "text/csv csv tsv",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx",
      "application/json json",
      "application/jsonl jsonl ndjson");

  /** What browsers and systems say of files that they know little of. */
  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "image/jpg", "image/jpeg",
          "text/x-markdown", "text/markdown",
          "text/tab-separated-values", "text/csv",
          "application/csv", "text/csv",
          "application/x-ndjson", "application/jsonl",
          "application/xhtml+xml", "text/html");

  /** With these the ending of the name decides; Windows calls a CSV file Excel's. */
  private static final TreeSet<String> SAYS_NOTHING =
      new TreeSet<>(
          Arrays.asList(
              "", "application/octet-stream", "binary/octet-stream", "application/vnd.ms-excel"));

  /** Nothing changes it once it is made. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final Map<String, String> endings;

  MediaKind(String... types) {
    Map<String, String> known = new LinkedHashMap<>();
    for (String type : types) {
      String[] words = type.split(" ", -1);
      for (int i = 1; i < words.length; i++) {
        known.put(words[i], words[0]);
      }
    }
    endings = Collections.unmodifiableMap(known);
  }

  /**
   * The media type of a file that is to be uploaded, without parameters.
   *
   * @param declared as in a Content-Type header; where it says nothing, the ending of {@code name}
   *     decides
   * @throws Fault.Invalid when there is no such type here, naming those that there are
   */
  public static String typeOf(String name, String declared) {
    String said = bare(declared);
    if (SAYS_NOTHING.contains(said)) {
      String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
      for (MediaKind kind : values()) {
        String type = kind.endings.get(ending);
        if (type != null) {
          return type;
        }
      }
    }
    String type = OTHER_NAMES.getOrDefault(said, said);
    for (MediaKind kind : values()) {
      if (kind.endings.containsValue(type)) {
        return type;
      }
    }
    throw new Fault.Invalid(
        "fileType is '" + shown(said) + "'; it must be one of " + String.join(", ", types()));
  }

  /** The kind of a type that {@link #typeOf} gave. */
  public static MediaKind of(String mediaType) {
    return Arrays.stream(values())
        .filter(kind -> kind.endings.containsValue(mediaType))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(mediaType));
  }

  /** Every type that may be uploaded. */
  static Set<String> types() {
    Set<String> types = new TreeSet<>();
    Arrays.stream(values()).forEach(kind -> types.addAll(kind.endings.values()));
    return types;
  }

  /** In lower case and without parameters such as {@code charset}. */
  static String bare(String mediaType) {
    int parameters = mediaType.indexOf(';');
    return (parameters < 0 ? mediaType : mediaType.substring(0, parameters))
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  private static String shown(String text) {
    return text.substring(0, Math.min(100, text.length()));
  }
}
