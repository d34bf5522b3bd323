package dev.cadre.tool;

import java.math.BigDecimal;
import java.util.Locale;

/** An expression, read from its front: signs, names and numbers. Space between them is skipped. */
final class ArithmeticText {
  private final String text;
  private int at;

  ArithmeticText(String text) {
    this.text = text;
  }

  /** Whether {@code wanted} came next; it is behind us then. */
  boolean take(char wanted) {
    space();
    if (is(at, wanted)) {
      at++;
      return true;
    }
    return false;
  }

  /** A minus as keyboards have it, or as printers have. */
  boolean takeMinus() {
    return take('-') || take('−');
  }

  boolean takeTimes() {
    space();
    return !(is(at, '*') && is(at + 1, '*')) && (take('*') || take('×'));
  }

  /** As mathematicians write it, or as programmers do. */
  boolean takePower() {
    space();
    if (is(at, '*') && is(at + 1, '*')) {
      at += 2;
      return true;
    }
    return take('^');
  }

  /** A percent sign is a remainder when an operand follows, and a hundredth otherwise. */
  boolean takePercent() {
    space();
    int next = at + 1;
    while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
      next++;
    }
    boolean operandFollows =
        next < text.length()
            && (Character.isLetterOrDigit(text.charAt(next))
                || ".(".indexOf(text.charAt(next)) >= 0);
    return !operandFollows && take('%');
  }

  void expect(char wanted) {
    if (!take(wanted)) {
      throw at < text.length()
          ? unexpected()
          : new ArithmeticException("a '" + wanted + "' is missing at its end");
    }
  }

  /** Nothing may follow. */
  void end() {
    space();
    if (at < text.length()) {
      throw unexpected();
    }
  }

  boolean atName() {
    space();
    return at < text.length() && Character.isLetter(text.charAt(at));
  }

  /** In small letters. */
  String name() {
    int start = at;
    while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at).toLowerCase(Locale.ROOT);
  }

  /** {@code 1250}, {@code 1_250.5}, {@code .5} or {@code 1.5e-3}. */
  BigDecimal number() {
    space();
    int start = at;
    digits();
    if (is(at, '.')) {
      at++;
      digits();
    }
    if ((is(at, 'e') || is(at, 'E')) && exponentFollows()) {
      at += 2;
      digits();
    }
    String number = text.substring(start, at);
    if (number.isEmpty() || number.equals(".")) {
      throw unexpected();
    }
    try {
      return new BigDecimal(number.replace("_", ""));
    } catch (NumberFormatException e) {
      throw new ArithmeticException("'" + number + "' is no number");
    }
  }

  private boolean exponentFollows() {
    boolean signed = is(at + 1, '-') || is(at + 1, '+');
    int first = signed ? at + 2 : at + 1;
    return first < text.length() && Character.isDigit(text.charAt(first));
  }

  private void digits() {
    while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
  }

  private void space() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private boolean is(int index, char wanted) {
    return index < text.length() && text.charAt(index) == wanted;
  }

  private ArithmeticException unexpected() {
    if (at >= text.length()) {
      return new ArithmeticException("it ends too early");
    }
    String remedy =
        is(at, ',')
            ? "; a comma stands between the numbers of a function alone: write 1.5 and 1000, not"
                + " 1,5 and 1,000"
            : is(at, '(') ? "; write * for times" : "";
    return new ArithmeticException(
        "'" + text.charAt(at) + "' at position " + (at + 1) + " is not expected" + remedy);
  }
}
