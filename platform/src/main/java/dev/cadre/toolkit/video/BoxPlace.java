package dev.cadre.toolkit.video;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a movie in boxes was taken: by {@code ©xyz} of QuickTime's user data, {@code loci} of 3GPP
 * TS 26.244, or Apple's key among the metadata.
 */
final class BoxPlace {
  private static final String KEY = "com.apple.quicktime.location.ISO6709";
  private static final double FIXED = 65_536;

  private BoxPlace() {}

  static Optional<Place> of(List<Box> movie) {
    List<Box> user = Box.first(movie, "udta").map(box -> Box.in(box.body())).orElse(List.of());
    return Box.first(user, "©xyz")
        .map(box -> text(box.body()))
        .or(() -> Box.first(user, "loci").map(box -> coordinates(box.body())))
        .or(() -> Box.first(movie, "meta").map(box -> byKey(box.body())));
  }

  private static @Nullable Place text(Piece body) {
    return Place.parse(body.text(4, body.u16(0), StandardCharsets.UTF_8));
  }

  /** Behind a name of the place and its role stand longitude and latitude. */
  private static @Nullable Place coordinates(Piece body) {
    int end = body.find(6, 0);
    return end < 0 ? null : Place.of(body.s32(end + 6) / FIXED, body.s32(end + 2) / FIXED);
  }

  private static @Nullable Place byKey(Piece body) {
    // In MP4 the box has a version before its boxes, in QuickTime it has none.
    boolean plain =
        body.length() >= 8 && body.text(4, 4, StandardCharsets.ISO_8859_1).equals("hdlr");
    List<Box> boxes = Box.in(plain ? body : body.from(Math.min(4, body.length())));
    int key = Box.first(boxes, "keys").map(box -> number(box.body())).orElse(0);
    return Box.first(boxes, "ilst").stream()
        .flatMap(box -> Box.in(box.body()).stream())
        .filter(item -> key > 0 && item.type().equals(asType(key)))
        .flatMap(item -> Box.first(Box.in(item.body()), "data").stream())
        .map(data -> data.body().from(8))
        .map(value -> Place.parse(value.text(0, value.length(), StandardCharsets.UTF_8)))
        .findFirst()
        .orElse(null);
  }

  /** The place of the key among the keys, from 1; 0 for nowhere. */
  private static int number(Piece body) {
    List<Box> keys = Box.in(body.from(8));
    for (int i = 0; i < keys.size(); i++) {
      Piece name = keys.get(i).body();
      if (name.text(0, name.length(), StandardCharsets.UTF_8).equals(KEY)) {
        return i + 1;
      }
    }
    return 0;
  }

  /** Items bear the number of their key as their type. */
  private static String asType(int number) {
    return new String(
        new char[] {
          (char) (number >>> 24),
          (char) (number >>> 16 & 0xFF),
          (char) (number >>> 8 & 0xFF),
          (char) (number & 0xFF)
        });
  }
}
