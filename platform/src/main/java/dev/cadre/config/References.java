package dev.cadre.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Replaces {@code ${env:NAME}} and {@code ${file:PATH}} in a text by what they stand for. */
final class References {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([a-z]+):([^}]*)}");

  private final @Nullable SecretSource secrets;
  private final Problems problems;

  /**
   * @param secrets null when references are not known, and stay as they are written
   */
  References(@Nullable SecretSource secrets, Problems problems) {
    this.secrets = secrets;
    this.problems = problems;
  }

  String resolve(String text, String path, int line) {
    if (secrets == null || !text.contains("${")) {
      return text;
    }
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder resolved = new StringBuilder();
    while (matcher.find()) {
      String found = lookup(secrets, matcher.group(1), matcher.group(2), path, line);
      matcher.appendReplacement(resolved, Matcher.quoteReplacement(found));
    }
    return matcher.appendTail(resolved).toString();
  }

  private String lookup(
      SecretSource secrets, String kind, String name, String path, int line) {
    Optional<String> found =
        switch (kind) {
          case "env" -> secrets.environment(name);
          case "file" -> secrets.file(name);
          default -> Optional.empty();
        };
    if (found.isEmpty()) {
      problems.add(
          path,
          line,
          switch (kind) {
            case "env" -> "needs the environment variable " + name + ", which is not set";
            case "file" -> "needs the file '" + name + "', which cannot be read";
            default -> "refers to '" + kind + "'; only ${env:NAME} and ${file:PATH} are known";
          });
    }
    return found.orElse("");
  }
}
