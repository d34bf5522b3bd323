package dev.cadre.identity;

import dev.cadre.fault.Fault;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** A query string's parameters in SigV4's encoding: RFC 3986, unreserved characters as they are. */
record Query(List<Parameter> parameters) {
  private static final int MAX_PARAMETERS = 500;
  private static final String UNRESERVED = "-._~";
  private static final Comparator<Parameter> ORDER =
      Comparator.comparing(Parameter::name).thenComparing(Parameter::value);

  /** Name and value, both encoded. */
  record Parameter(String name, String value) {}

  Query {
    parameters = List.copyOf(parameters);
  }

  /** Throws {@link Fault.Invalid} when an escape is broken. */
  static Query parse(String raw) {
    List<Parameter> parameters = new ArrayList<>();
    for (int start = 0; start < raw.length(); ) {
      int end = raw.indexOf('&', start);
      end = end < 0 ? raw.length() : end;
      String piece = raw.substring(start, end);
      start = end + 1;
      if (piece.isEmpty()) {
        continue;
      }
      if (parameters.size() == MAX_PARAMETERS) {
        throw new Fault.Invalid("the query has more than " + MAX_PARAMETERS + " parameters");
      }
      int equals = piece.indexOf('=');
      String name = equals < 0 ? piece : piece.substring(0, equals);
      String value = equals < 0 ? "" : piece.substring(equals + 1);
      parameters.add(new Parameter(normal(name), normal(value)));
    }
    return new Query(parameters);
  }

  /** The one value of a parameter, decoded; empty text when it is absent. */
  String only(String name) {
    List<String> values =
        parameters.stream().filter(p -> p.name().equals(name)).map(Parameter::value).toList();
    if (values.size() > 1) {
      throw Refusal.incomplete("the query has '" + name + "' " + values.size() + " times");
    }
    return values.isEmpty() ? "" : new String(decode(values.getFirst()), StandardCharsets.UTF_8);
  }

  boolean has(String name) {
    return parameters.stream().anyMatch(p -> p.name().equals(name));
  }

  Query without(String name) {
    return new Query(parameters.stream().filter(p -> !p.name().equals(name)).toList());
  }

  /** Sorted and joined, as the canonical request has it. */
  String canonical() {
    return parameters.stream()
        .sorted(ORDER)
        .map(p -> p.name() + "=" + p.value())
        .collect(Collectors.joining("&"));
  }

  /**
   * Two spellings that handlers read alike become one, so that nothing can be changed under a
   * signature: {@code +} is a space, as the server decodes it.
   */
  private static String normal(String raw) {
    return plain(raw) ? raw : encode(decode(raw));
  }

  private static boolean plain(String raw) {
    return raw.chars().allMatch(Query::unreserved);
  }

  private static byte[] decode(String raw) {
    byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '+') {
        out.write(' ');
      } else if (bytes[i] != '%') {
        out.write(bytes[i]);
      } else {
        int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
        int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
        if (high < 0 || low < 0) {
          throw new Fault.Invalid("the query has a '%' that no two hexadecimal digits follow");
        }
        out.write(high * 16 + low);
        i += 2;
      }
    }
    return out.toByteArray();
  }

  /** Percent-encodes every byte but RFC 3986's unreserved characters. */
  static String encode(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length * 3);
    for (byte b : bytes) {
      if (unreserved(b)) {
        text.append((char) b);
      } else {
        escape(text, b);
      }
    }
    return text.toString();
  }

  static void escape(StringBuilder text, byte b) {
    text.append('%')
        .append(Character.toUpperCase(Character.forDigit((b >> 4) & 0xf, 16)))
        .append(Character.toUpperCase(Character.forDigit(b & 0xf, 16)));
  }

  static boolean unreserved(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || UNRESERVED.indexOf(c) >= 0;
  }
}
