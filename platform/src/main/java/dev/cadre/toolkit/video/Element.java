package dev.cadre.toolkit.video;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An element of EBML (RFC 8794).
 *
 * @param id with the bits that tell its length, as specifications write it
 * @param start where its body begins in what holds it
 * @param endless whether it ends only where what holds it does
 * @param cut whether it claims to be longer than what holds it
 */
record Element(int id, Piece body, long start, boolean endless, boolean cut) {
  private static final int MOST = 50_000;
  private static final int MAX_ID = 4;
  private static final int MAX_SIZE = 8;

  static Element at(Piece piece, long at) {
    int idLength = length(piece, at);
    if (idLength > MAX_ID) {
      throw new Malformed("one of its elements has an id of " + idLength + " bytes");
    }
    long sizeAt = at + idLength;
    int sizeLength = length(piece, sizeAt);
    long all = (1L << (7 * sizeLength)) - 1;
    long size = number(piece, sizeAt, sizeLength) & all;
    boolean endless = size == all;
    long start = sizeAt + sizeLength;
    boolean cut = endless || size > piece.length() - start;
    return new Element(
        (int) number(piece, at, idLength),
        cut ? piece.from(start) : piece.part(start, size),
        start,
        endless,
        cut);
  }

  /** The elements in a body. */
  static List<Element> in(Piece body) {
    List<Element> elements = new ArrayList<>();
    for (long at = 0; at < body.length(); at = elements.getLast().end()) {
      if (elements.size() == MOST) {
        throw new Malformed("it has more than " + MOST + " elements in a row");
      }
      Element element = at(body, at);
      if (element.cut()) {
        throw new Malformed("one of its elements claims to be longer than what holds it");
      }
      elements.add(element);
    }
    return elements;
  }

  static @Nullable Element first(List<Element> elements, int id) {
    return elements.stream().filter(element -> element.id() == id).findFirst().orElse(null);
  }

  /** Of the number of variable length that begins at {@code at}, in bytes: 1 to 8. */
  static int length(Piece piece, long at) {
    int length = Integer.numberOfLeadingZeros(piece.u8(at)) - 23;
    if (length > MAX_SIZE) {
      throw new Malformed("one of its elements has no length");
    }
    return length;
  }

  long end() {
    return start + body.length();
  }

  /** Its body as a whole number. */
  long number() {
    if (body.length() > MAX_SIZE) {
      throw new Malformed("one of its numbers has " + body.length() + " bytes");
    }
    return number(body, 0, body.length());
  }

  /** Its body as a decimal. */
  double real() {
    return switch (body.length()) {
      case 4 -> body.f32(0);
      case 8 -> body.f64(0);
      default -> 0;
    };
  }

  /** Its body as a text, which zeros may fill up. */
  String text() {
    int end = body.find(0, 0);
    return body.text(0, end < 0 ? body.length() : end, StandardCharsets.UTF_8);
  }

  private static long number(Piece piece, long at, int length) {
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = value << 8 | piece.u8(at + i);
    }
    return value;
  }
}
