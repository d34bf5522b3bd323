package dev.cadre.a2a;

import dev.cadre.http.Exchange;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The versions of the protocol that are spoken here. Inside there is only 1.0's form; {@link
 * Form03} is the other's.
 */
enum Version {
  V1_0("1.0"),
  V0_3("0.3");

  static final String HEADER = "A2A-Version";

  private static final Pattern MAJOR_MINOR =
      Pattern.compile("([0-9]{1,4}\\.[0-9]{1,4})(\\.[0-9]+)?");

  private final String number;

  Version(String number) {
    this.number = number;
  }

  String number() {
    return number;
  }

  /** What the request speaks; a request that does not say speaks 0.3. */
  static Version of(Exchange exchange) {
    return of(stated(exchange));
  }

  /** What the header or the parameter says; empty for nothing. */
  static String stated(Exchange exchange) {
    return exchange.header(HEADER).or(() -> exchange.query(HEADER)).orElse("").strip();
  }

  static Version of(String stated) {
    if (stated.isEmpty()) {
      return V0_3;
    }
    Matcher matcher = MAJOR_MINOR.matcher(stated);
    String asked = matcher.matches() ? matcher.group(1) : "";
    for (Version version : values()) {
      if (version.number.equals(asked)) {
        return version;
      }
    }
    String shown = stated.substring(0, Math.min(20, stated.length()));
    throw new A2aException(
        A2aError.VERSION_NOT_SUPPORTED,
        "A2A-Version is '" + shown + "'; this agent speaks 1.0 and 0.3",
        Map.of("requestedVersion", shown, "supportedVersions", "1.0,0.3"));
  }
}
