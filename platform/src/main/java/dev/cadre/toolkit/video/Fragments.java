package dev.cadre.toolkit.video;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How long a movie in fragments lasts, which browsers and cameras that stream write. Its header
 * says 0: the fragments are to be summed up.
 */
final class Fragments {
  private static final int HAS_PLACE = 0x1;
  private static final int HAS_CODING = 0x2;
  private static final int HAS_LENGTH = 0x8;
  private static final int RUN_HAS_PLACE = 0x1;
  private static final int RUN_HAS_FLAGS = 0x4;
  private static final int RUN_HAS_LENGTHS = 0x100;

  private final Map<Long, Long> usual = new HashMap<>();
  private final Map<Long, Long> scales = new HashMap<>();
  private final Map<Long, Double> lengths = new HashMap<>();

  private Fragments() {}

  /**
   * In seconds; empty for a movie in one piece.
   *
   * @param movie the boxes of its header
   * @param scale units in a second of the movie
   */
  static OptionalDouble length(List<Box> file, List<Box> movie, long scale) {
    List<Box> defaults = Box.first(movie, "mvex").map(box -> Box.in(box.body())).orElse(List.of());
    if (defaults.isEmpty()) {
      return OptionalDouble.empty();
    }
    double stated =
        Box.first(defaults, "mehd")
            .map(Box::body)
            .map(body -> body.u8(0) == 1 ? (double) body.s64(4) : (double) body.u32(4))
            .orElse(0.0);
    return stated > 0 && scale > 0
        ? OptionalDouble.of(stated / scale)
        : new Fragments().summed(file, movie, defaults);
  }

  private OptionalDouble summed(List<Box> file, List<Box> movie, List<Box> defaults) {
    for (Box box : defaults) {
      if (box.type().equals("trex")) {
        usual.put(box.body().u32(4), box.body().u32(12));
      }
    }
    for (Box box : movie) {
      if (box.type().equals("trak")) {
        scale(Box.in(box.body()));
      }
    }
    for (Box box : file) {
      if (box.type().equals("moof") && !box.cut()) {
        Box.in(box.body()).stream()
            .filter(part -> part.type().equals("traf"))
            .forEach(part -> track(Box.in(part.body())));
      }
    }
    return lengths.entrySet().stream()
        .mapToDouble(
            track -> track.getValue() / scales.getOrDefault(track.getKey(), Long.MAX_VALUE))
        .max();
  }

  private void scale(List<Box> track) {
    Box header = Box.first(track, "tkhd").orElse(null);
    Piece media =
        Box.first(track, "mdia")
            .flatMap(box -> Box.first(Box.in(box.body()), "mdhd"))
            .map(Box::body)
            .orElse(null);
    if (header != null && media != null) {
      long id = header.body().u32(header.body().u8(0) == 1 ? 20 : 12);
      long scale = media.u32(media.u8(0) == 1 ? 20 : 12);
      if (scale > 0) {
        scales.put(id, scale);
      }
    }
  }

  private void track(List<Box> fragment) {
    Box header = Box.first(fragment, "tfhd").orElse(null);
    if (header == null) {
      return;
    }
    Piece body = header.body();
    int flags = body.u24(1);
    long id = body.u32(4);
    int at = 8 + (has(flags, HAS_PLACE) ? 8 : 0) + (has(flags, HAS_CODING) ? 4 : 0);
    long each = has(flags, HAS_LENGTH) ? body.u32(at) : usual.getOrDefault(id, 0L);
    for (Box box : fragment) {
      if (box.type().equals("trun")) {
        lengths.merge(id, run(box.body(), each), Double::sum);
      }
    }
  }

  private static double run(Piece body, long each) {
    int flags = body.u24(1);
    long samples = body.u32(4);
    if (!has(flags, RUN_HAS_LENGTHS)) {
      return (double) samples * each;
    }
    int at = 8 + (has(flags, RUN_HAS_PLACE) ? 4 : 0) + (has(flags, RUN_HAS_FLAGS) ? 4 : 0);
    int entry = 4 * Integer.bitCount(flags & 0xF00);
    Piece table = body.part(at, samples * entry);
    double length = 0;
    for (long i = 0; i < samples; i++) {
      length += table.u32(i * entry);
    }
    return length;
  }

  private static boolean has(int flags, int flag) {
    return (flags & flag) != 0;
  }
}
