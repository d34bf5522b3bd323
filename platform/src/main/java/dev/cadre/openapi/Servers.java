package dev.cadre.openapi;

import dev.cadre.fault.Fault;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The address that operations are called at: the first of {@code servers}, variables filled in. */
final class Servers {
  private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]*)}");

  private final @Nullable URI base;

  /**
   * @param base of addresses that are not whole; null when nobody knows it
   */
  Servers(@Nullable URI base) {
    this.base = base;
  }

  /**
   * The address in {@code servers}, without a slash at its end.
   *
   * @param where the servers stand, for errors
   */
  String address(JsonNode servers, String where) {
    JsonNode first = servers.path(0);
    String text = filled(first, first.path("url").asString("/"), where);
    try {
      URI address = base == null ? new URI(text) : base.resolve(new URI(text));
      String scheme = address.getScheme() == null ? "" : address.getScheme();
      boolean http =
          scheme.toLowerCase(Locale.ROOT).equals("https")
              || scheme.toLowerCase(Locale.ROOT).equals("http");
      if (!http || address.getHost() == null) {
        throw notWhole(text, where);
      }
      if (address.getRawUserInfo() != null
          || address.getRawQuery() != null
          || address.getRawFragment() != null) {
        throw new Fault.Invalid(
            where + ": '" + text + "' has a user, a query or a fragment; leave them out");
      }
      return withoutSlash(address.toString());
    } catch (URISyntaxException e) {
      throw notWhole(text, where);
    }
  }

  private static Fault.Invalid notWhole(String text, String where) {
    return new Fault.Invalid(
        "%s: '%s' is no whole http or https address; write it like https://api.example.com/v1"
            .formatted(where, text));
  }

  private static String filled(JsonNode server, String url, String where) {
    Matcher variables = VARIABLE.matcher(url);
    StringBuilder out = new StringBuilder();
    while (variables.find()) {
      JsonNode variable = server.path("variables").path(variables.group(1));
      if (!variable.has("default")) {
        throw new Fault.Invalid(
            "%s: variable '%s' of '%s' has no default; give it one"
                .formatted(where, variables.group(1), url));
      }
      variables.appendReplacement(
          out, Matcher.quoteReplacement(variable.path("default").asString("")));
    }
    return variables.appendTail(out).toString();
  }

  private static String withoutSlash(String text) {
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
