package dev.cadre.memory;

import dev.cadre.fault.Fault;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;

/** The variables of its own that a memory's namespaces may have, and what they may be. */
final class NamespaceKeys {
  private final Map<String, JsonNode> rules = new LinkedHashMap<>();

  NamespaceKeys(JsonNode entries) {
    entries.forEach(entry -> rules.put(entry.path("key").asString(), entry.path("validation")));
  }

  Set<String> names() {
    return rules.keySet();
  }

  /** Throws {@link Fault.Invalid} for a pattern that is none. */
  void requirePatterns() {
    rules.forEach(
        (name, rule) -> {
          String pattern = rule.path("regexPattern").asString("");
          try {
            Pattern.compile(pattern);
          } catch (PatternSyntaxException e) {
            throw new Fault.Invalid(
                "namespaceKeys '%s': regexPattern '%s' is no regular expression: %s"
                    .formatted(name, pattern, e.getDescription()));
          }
        });
  }

  /**
   * Throws {@link Fault.Invalid} for a variable that is not declared or a value it may not have.
   */
  void check(Map<String, String> variables) {
    variables.forEach(
        (name, value) -> {
          JsonNode rule = rules.get(name);
          if (rule == null) {
            throw new Fault.Invalid(
                "namespace variable '%s' is not among the memory's namespaceKeys %s"
                    .formatted(name, names()));
          }
          if (!allowed(rule, value)) {
            throw new Fault.Invalid(
                "namespace variable '%s' may not be '%s': the memory allows %s"
                    .formatted(name, value, rule));
          }
        });
  }

  private static boolean allowed(JsonNode rule, String value) {
    JsonNode values = rule.path("allowedValues");
    boolean listed =
        values.isMissingNode() || values.valueStream().anyMatch(v -> v.asString().equals(value));
    String pattern = rule.path("regexPattern").asString(null);
    return listed
        && (pattern == null || Pattern.compile(pattern).matcher(new Hurried(value)).matches());
  }

  /** A text that can be looked at so often: an evil pattern gives up and does not hang. */
  private static final class Hurried implements CharSequence {
    private static final int LOOKS = 100_000;
    private final String text;
    private int looks;

    Hurried(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (++looks > LOOKS) {
        throw new Fault.Invalid(
            "a regexPattern of the memory's namespaceKeys takes too long on '"
                + text
                + "'; write a simpler one");
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
