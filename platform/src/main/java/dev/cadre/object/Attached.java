package dev.cadre.object;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An upload as a message names it: a line of its own, which a language model reads like the rest,
 * and the platform's own parts as what it is.
 */
public record Attached(MediaKind kind, String uri) {
  private static final Pattern LINE =
      Pattern.compile(
          "(?m)^Attached (image|video|document|table): (s3://uploads/[\\w.@/-]{1,300})$");

  /** Those that {@code text} names, in order. */
  public static List<Attached> in(String text) {
    return LINE.matcher(text)
        .results()
        .map(line -> new Attached(kind(line.group(1)), line.group(2)))
        .distinct()
        .toList();
  }

  /** {@code text} but for the lines that name uploads. */
  public static String without(String text) {
    return LINE.matcher(text).replaceAll("").strip();
  }

  private static MediaKind kind(String noun) {
    return MediaKind.valueOf(noun.toUpperCase(Locale.ROOT));
  }

  public String line() {
    return "Attached " + noun() + ": " + uri;
  }

  /** What people call a file of this kind. */
  public String noun() {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** The last part of its URI, which ends as the file's name does. */
  public String name() {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }
}
