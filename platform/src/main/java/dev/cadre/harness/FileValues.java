package dev.cadre.harness;

import dev.cadre.config.Section;
import dev.cadre.tool.SchemaCheck;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Values that stand in several places of an agent's file, each with the rule it keeps. */
final class FileValues {
  static final int MAX_DESCRIPTION = 4_096;

  private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]{0,47}");

  /** As models take it: a frontend names its tools as it likes. */
  private static final Pattern TOOL_NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  private FileValues() {}

  static String name(Section section) {
    String name = section.text("name");
    if (!name.isEmpty() && !NAME.matcher(name).matches()) {
      section.problem(
          "name",
          "is '" + name + "'; it must be a letter, then up to 47 letters, digits or underscores");
    }
    return name;
  }

  static String toolName(Section section) {
    String name = section.text("name");
    if (!name.isEmpty() && !TOOL_NAME.matcher(name).matches()) {
      section.problem(
          "name", "is '" + name + "'; it must be 1 to 64 letters, digits, underscores or hyphens");
    }
    return name;
  }

  /** {@code text} of {@code key}, which may have {@code limit} characters. */
  static String upTo(Section section, String key, String text, int limit) {
    if (text.length() > limit) {
      section.problem(key, "has " + text.length() + " characters; it may have " + limit);
    }
    return text;
  }

  static String url(Section section) {
    String url = section.text("url");
    if (!url.isEmpty() && !isHttp(url)) {
      section.problem("url", "is '" + url + "'; it must be an http or https URL");
    }
    return url;
  }

  private static boolean isHttp(String url) {
    try {
      URI uri = URI.create(url);
      return uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The JSON Schema at {@code key}; null when there is none, or what is there is none. */
  static @Nullable ObjectNode schema(Section section, String key, SchemaCheck schemas) {
    return section
        .json(key)
        .map(
            node -> {
              if (!(node instanceof ObjectNode schema)) {
                section.problem(key, "must be a JSON Schema: a section of keys");
                return null;
              }
              schemas.problems(schema).forEach(p -> section.problem(key, "is no schema: " + p));
              return schema;
            })
        .orElse(null);
  }
}
