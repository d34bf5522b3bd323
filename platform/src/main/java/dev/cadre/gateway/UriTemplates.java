package dev.cadre.gateway;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Whether a URI may come of a template, as RFC 6570 has them. */
final class UriTemplates {
  private UriTemplates() {}

  /** True for the template itself too, by which a completion names it. */
  static boolean match(List<ObjectNode> templates, String uri) {
    return templates.stream()
        .map(template -> template.path("uriTemplate").asString(""))
        .anyMatch(template -> template.equals(uri) || matches(template, uri));
  }

  /**
   * An expression stands for anything, so that a wrong owner is possible where two templates are
   * alike: the first in priority then says that it has no such resource. Without backtracking: the
   * literal parts are sought in their order.
   */
  static boolean matches(String template, String uri) {
    int at = 0;
    int from = 0;
    boolean anything = false;
    while (from < template.length()) {
      int open = template.indexOf('{', from);
      int end = open < 0 ? template.length() : open;
      String literal = template.substring(from, end);
      boolean last = open < 0;
      int found = last && anything ? lastIndex(uri, literal, at) : uri.indexOf(literal, at);
      if (found < 0 || (!anything && found != at)) {
        return false;
      }
      at = found + literal.length();
      if (last) {
        return at == uri.length();
      }
      int close = template.indexOf('}', open);
      if (close < 0) {
        return false;
      }
      anything = true;
      from = close + 1;
    }
    return anything || at == uri.length();
  }

  private static int lastIndex(String uri, String literal, int from) {
    int found = uri.length() - literal.length();
    return found >= from && uri.endsWith(literal) ? found : -1;
  }
}
