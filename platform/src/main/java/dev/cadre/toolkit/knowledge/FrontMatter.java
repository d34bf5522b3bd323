package dev.cadre.toolkit.knowledge;

import dev.cadre.config.ConfigReader;
import dev.cadre.config.Section;
import dev.cadre.fault.Fault;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What stands between two lines of {@code ---} at the beginning of a text: keys and texts in YAML.
 *
 * @param attributes by their names in small letters
 * @param body what comes after
 */
record FrontMatter(Map<String, String> attributes, String body) {
  private static final String FENCE = "---";

  /**
   * @throws Fault.Invalid with a line for each problem of the YAML
   */
  static FrontMatter of(String source, String text) {
    if (!text.startsWith(FENCE + "\n") && !text.startsWith(FENCE + "\r\n")) {
      return new FrontMatter(Map.of(), text);
    }
    int begin = text.indexOf('\n') + 1;
    int end = text.indexOf("\n" + FENCE, begin - 1);
    if (end < 0) {
      throw new Fault.Invalid(source + ":1: the front matter has no second line of " + FENCE);
    }
    // The first line stays, so that lines of errors are those of the file.
    String yaml = "\n" + text.substring(begin, Math.max(begin, end + 1));
    Map<String, String> attributes =
        ConfigReader.literal().read(source, yaml, FrontMatter::attributes);
    int rest = text.indexOf('\n', end + 1);
    return new FrontMatter(attributes, rest < 0 ? "" : text.substring(rest + 1));
  }

  private static Map<String, String> attributes(Section section) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (String key : section.keys()) {
      attributes.put(key.toLowerCase(Locale.ROOT), section.text(key, ""));
    }
    return attributes;
  }
}
