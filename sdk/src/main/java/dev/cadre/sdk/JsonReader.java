package dev.cadre.sdk;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A reader of JSON, by descent. It takes what RFC 8259 takes and nothing else. */
final class JsonReader {
  private static final int MAX_DIGITS = 1_000;

  private final String text;
  private int at;
  private int depth;

  JsonReader(String text) {
    this.text = text;
  }

  @Nullable Object readWhole() {
    Object value = value();
    space();
    if (at < text.length()) {
      throw malformed("more text behind the value");
    }
    return value;
  }

  private @Nullable Object value() {
    space();
    return switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> literal("true", true);
      case 'f' -> literal("false", false);
      case 'n' -> literal("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    enter();
    if (!take('}')) {
      do {
        space();
        if (peek() != '"') {
          throw malformed("a key in quotes is expected");
        }
        String key = string();
        if (!take(':')) {
          throw malformed("a colon is expected");
        }
        members.put(key, value());
      } while (take(','));
      leave('}');
    }
    depth--;
    return members;
  }

  private List<@Nullable Object> array() {
    List<@Nullable Object> elements = new ArrayList<>();
    enter();
    if (!take(']')) {
      do {
        elements.add(value());
      } while (take(','));
      leave(']');
    }
    depth--;
    return elements;
  }

  private void enter() {
    at++;
    if (++depth > Json.MAX_DEPTH) {
      throw malformed("nested deeper than " + Json.MAX_DEPTH);
    }
  }

  private void leave(char bracket) {
    if (!take(bracket)) {
      throw malformed("',' or '" + bracket + "' is expected");
    }
  }

  private @Nullable Object literal(String word, @Nullable Object value) {
    if (!text.startsWith(word, at)) {
      throw malformed("a value is expected");
    }
    at += word.length();
    return value;
  }

  private String string() {
    int start = ++at;
    while (at < text.length() && text.charAt(at) >= ' ' && !isMark(text.charAt(at))) {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '"') {
      return text.substring(start, at++);
    }
    StringBuilder out = new StringBuilder(text.length() - at < 64 ? 64 : 256);
    out.append(text, start, at);
    while (peek() != '"') {
      char c = text.charAt(at++);
      if (c < ' ') {
        throw malformed("a control character in a string");
      }
      out.append(c == '\\' ? escaped() : c);
    }
    at++;
    return out.toString();
  }

  private static boolean isMark(char c) {
    return c == '"' || c == '\\';
  }

  private char escaped() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw malformed("an unknown escape");
    };
  }

  private char unicode() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      char c = peek();
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw malformed("four hexadecimal digits are expected");
      }
      code = code << 4 | digit;
      at++;
    }
    return (char) code;
  }

  private Number number() {
    int start = at;
    at += peek() == '-' ? 1 : 0;
    boolean zero = at < text.length() && text.charAt(at) == '0';
    int whole = digits();
    if (whole == 0) {
      throw malformed("a value is expected");
    }
    if (zero && whole > 1) {
      throw malformed("a number begins with 0");
    }
    int end = at;
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      requireDigits();
    }
    if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
      at++;
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      requireDigits();
    }
    if (at - start > MAX_DIGITS) {
      throw malformed("a number of more than " + MAX_DIGITS + " characters");
    }
    return at == end ? integer(text.substring(start, end), whole) : real(start);
  }

  private static Number integer(String digits, int count) {
    if (count < 19) {
      return Long.valueOf(digits);
    }
    BigInteger big = new BigInteger(digits);
    return big.bitLength() < Long.SIZE ? (Number) big.longValueExact() : big;
  }

  private Double real(int start) {
    Double value = Double.valueOf(text.substring(start, at));
    if (value.isInfinite()) {
      throw malformed("a number too large for a double");
    }
    return value;
  }

  private void requireDigits() {
    if (digits() == 0) {
      throw malformed("a digit is expected");
    }
  }

  private int digits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at - start;
  }

  private boolean take(char wanted) {
    space();
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private char peek() {
    if (at >= text.length()) {
      throw malformed("the text ends too early");
    }
    return text.charAt(at);
  }

  private void space() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private MalformedJsonException malformed(String reason) {
    return new MalformedJsonException(reason + ", at character " + at);
  }
}
