package dev.cadre.toolkit.charts;

import java.util.Locale;

/** Writes SVG; every text that comes in is escaped. */
final class Svg {
  private final StringBuilder out = new StringBuilder(8_192);

  /** Adds an element without content; attributes as name, value, name, value. */
  Svg add(String element, Object... attributes) {
    open(element, attributes);
    out.setLength(out.length() - 1);
    out.append("/>\n");
    return this;
  }

  Svg open(String element, Object... attributes) {
    out.append('<').append(element);
    for (int i = 0; i + 1 < attributes.length; i += 2) {
      out.append(' ')
          .append(attributes[i])
          .append("=\"")
          .append(escaped(value(attributes[i + 1])))
          .append('"');
    }
    out.append('>');
    return this;
  }

  Svg close(String element) {
    out.append("</").append(element).append(">\n");
    return this;
  }

  /** An element whose content is a text. */
  Svg text(String element, String content, Object... attributes) {
    open(element, attributes);
    out.append(escaped(content));
    return close(element);
  }

  @Override
  public String toString() {
    return out.toString();
  }

  private static String value(Object value) {
    if (value instanceof Double number) {
      String text = String.format(Locale.ROOT, "%.2f", number);
      return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }
    return String.valueOf(value);
  }

  private static String escaped(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                default -> {
                  // XML has no place for control characters and halves of pairs.
                  boolean allowed =
                      c == '\t'
                          || c == '\n'
                          || (c >= 0x20
                              && !(c >= 0xD800 && c <= 0xDFFF)
                              && c != 0xFFFE
                              && c != 0xFFFF);
                  safe.appendCodePoint(allowed ? c : ' ');
                }
              }
            });
    return safe.toString();
  }
}
