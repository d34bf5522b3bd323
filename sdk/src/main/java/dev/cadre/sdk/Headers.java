package dev.cadre.sdk;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of a request by lower-case name; values of a repeated field joined by comma.
 */
final class Headers {
  private final Map<String, String> values = new LinkedHashMap<>();

  void add(String name, String value) {
    String key = name.toLowerCase(Locale.ROOT);
    String before = values.get(key);
    values.put(key, before == null ? value : before + ", " + value);
  }

  @Nullable String get(String name) {
    return values.get(name.toLowerCase(Locale.ROOT));
  }

  Map<String, String> all() {
    return values;
  }

  /** Whether a field of comma-separated tokens holds this one. */
  boolean hasToken(String name, String token) {
    String value = get(name);
    int start = 0;
    while (value != null && start <= value.length()) {
      int comma = value.indexOf(',', start);
      int end = comma < 0 ? value.length() : comma;
      if (value.substring(start, end).trim().equalsIgnoreCase(token)) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }

  /** A token of RFC 9110, 5.6.2: methods and field names. */
  static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letterOrDigit =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letterOrDigit && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** A field value of RFC 9110, 5.5: no control character but the tab. */
  static boolean isValue(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        return false;
      }
    }
    return true;
  }
}
