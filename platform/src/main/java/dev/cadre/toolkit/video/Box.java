package dev.cadre.toolkit.video;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A box of ISO 14496-12, an atom of QuickTime.
 *
 * @param body without its length and type
 * @param cut whether the file ends within it
 */
record Box(String type, Piece body, boolean cut) {
  private static final int MOST = 50_000;

  /**
   * The boxes of a file. The last may be cut off, and what follows it without being a box is no
   * matter.
   */
  static List<Box> ofFile(Piece file) {
    return in(file, true);
  }

  /** The boxes in a box. */
  static List<Box> in(Piece body) {
    return in(body, false);
  }

  /** The first of a type. */
  static Optional<Box> first(List<Box> boxes, String type) {
    return boxes.stream().filter(box -> box.type().equals(type)).findFirst();
  }

  private static List<Box> in(Piece piece, boolean file) {
    List<Box> boxes = new ArrayList<>();
    long at = 0;
    while (piece.length() - at >= 8) {
      if (boxes.size() == MOST) {
        throw new Malformed("it has more than " + MOST + " boxes in a row");
      }
      long size = piece.u32(at);
      // QuickTime ends some lists with a zero.
      if (size == 0 && !file) {
        break;
      }
      String type = piece.text(at + 4, 4, StandardCharsets.ISO_8859_1);
      int header = size == 1 ? 16 : 8;
      long length = size == 1 ? piece.s64(at + 8) : size == 0 ? piece.length() - at : size;
      if (length < header) {
        throw new Malformed("the length of one of its boxes is " + length);
      }
      boolean cut = length > piece.length() - at;
      if (cut && !file) {
        throw new Malformed("one of its boxes claims to be longer than what holds it");
      }
      long end = cut ? piece.length() : at + length;
      boxes.add(new Box(type, piece.part(at + header, end - at - header), cut));
      at = end;
    }
    return boxes;
  }
}
