package dev.cadre.credential;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a server refused a request: its status, and what {@code WWW-Authenticate} says of bearer
 * tokens (RFC 6750, 3; RFC 9728, 5.1).
 *
 * @param metadata where the server's protected resource metadata is; null when it does not say
 * @param scopes that the request needs; empty when it does not say
 * @param error the code of RFC 6750; empty when there is none
 */
public record Challenge(int status, @Nullable String metadata, List<String> scopes, String error) {
  private static final int MAX_HEADER = 8_192;
  private static final int MAX_SCOPES = 100;
  private static final Pattern BEARER =
      Pattern.compile("(?:^|,)\\s*bearer(?:\\s+|$)", Pattern.CASE_INSENSITIVE);
  private static final Pattern PARAMETER =
      Pattern.compile(
          "\\G\\s*,?\\s*([A-Za-z0-9_.-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,\"]+))");

  public Challenge {
    scopes = List.copyOf(scopes);
  }

  /**
   * @param headers all values of {@code WWW-Authenticate}; what is not well formed says nothing
   */
  public static Challenge of(int status, List<String> headers) {
    Map<String, String> said = new HashMap<>();
    for (String header : headers) {
      Matcher bearer = BEARER.matcher(header);
      if (header.length() <= MAX_HEADER && bearer.find()) {
        read(header, bearer.end(), said);
        break;
      }
    }
    return new Challenge(
        status,
        said.get("resource_metadata"),
        scopes(said.getOrDefault("scope", "")),
        said.getOrDefault("error", ""));
  }

  private static void read(String header, int from, Map<String, String> said) {
    Matcher parameter = PARAMETER.matcher(header);
    int at = from;
    while (at < header.length() && parameter.find(at)) {
      String quoted = parameter.group(2);
      said.putIfAbsent(
          parameter.group(1).toLowerCase(Locale.ROOT),
          quoted == null ? parameter.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
      at = parameter.end();
    }
  }

  /** The scopes in a list with spaces between, without those that are there twice. */
  static List<String> scopes(String text) {
    return Pattern.compile(" ")
        .splitAsStream(text)
        .filter(scope -> !scope.isEmpty())
        .distinct()
        .limit(MAX_SCOPES)
        .toList();
  }

  /** True when the token was good, and not for this. */
  boolean insufficient() {
    return status == 403 && error.equals("insufficient_scope");
  }
}
