package dev.cadre.toolkit.video;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads MP4, QuickTime and 3GP: ISO 14496-12, and QuickTime's file format that it comes from. */
final class BoxReader {
  /** From 1904, where their times begin, to 1970. */
  private static final long EPOCH = 2_082_844_800L;

  private final Findings found = new Findings();
  private final List<Box> file;

  private BoxReader(List<Box> file) {
    this.file = file;
  }

  static Findings read(Piece bytes) {
    return new BoxReader(Box.ofFile(bytes)).read();
  }

  private Findings read() {
    Box movie =
        Box.first(file, "moov")
            .orElseThrow(() -> new Malformed("its header, the box 'moov', is missing or cut off"));
    if (movie.cut()) {
      throw new Malformed("the file ends within its header, the box 'moov'");
    }
    if (file.getLast().cut()) {
      found.note(Findings.CUT);
    }
    List<Box> boxes = Box.in(movie.body());
    Span whole = Box.first(boxes, "mvhd").map(box -> Span.of(box.body())).orElse(Span.NONE);
    found.lasts(whole.seconds());
    found.createdAt(whole.created() - EPOCH);
    for (Box box : boxes) {
      if (box.type().equals("trak")) {
        track(Box.in(box.body()));
      }
    }
    if (found.tracks().isEmpty()) {
      throw new Malformed("there is no track in it");
    }
    Fragments.length(file, boxes, whole.scale()).ifPresent(found::lasts);
    BoxPlace.of(boxes).ifPresent(found::takenAt);
    return found;
  }

  /**
   * The header of a movie or of a track's media.
   *
   * @param created since 1904, in seconds
   * @param scale units in a second
   * @param length in units; 0 where it is not known
   */
  private record Span(long created, long scale, double length) {
    private static final Span NONE = new Span(0, 0, 0);

    static Span of(Piece body) {
      boolean wide = body.u8(0) == 1;
      long length = wide ? body.s64(24) : body.u32(16);
      boolean known = length >= 0 && (wide || length != 0xFFFF_FFFFL);
      return new Span(
          wide ? body.s64(4) : body.u32(4), body.u32(wide ? 20 : 12), known ? length : 0);
    }

    double seconds() {
      return scale == 0 ? 0 : length / scale;
    }
  }

  private void track(List<Box> track) {
    List<Box> media = Box.first(track, "mdia").map(box -> Box.in(box.body())).orElse(List.of());
    Box handler = Box.first(media, "hdlr").orElse(null);
    if (handler == null) {
      return;
    }
    Span span = Box.first(media, "mdhd").map(box -> Span.of(box.body())).orElse(Span.NONE);
    found.lasts(span.seconds());
    List<Box> samples =
        Box.first(media, "minf")
            .flatMap(box -> Box.first(Box.in(box.body()), "stbl"))
            .map(box -> Box.in(box.body()))
            .orElse(List.of());
    Box coding =
        Box.first(samples, "stsd")
            .flatMap(box -> Box.in(box.body().from(8)).stream().findFirst())
            .orElse(null);
    String kind = handler.body().text(8, 4, StandardCharsets.ISO_8859_1);
    found.add(
        switch (kind) {
          case "vide" -> pictures(coding, track, samples, span);
          case "soun" -> sound(coding);
          default -> new Track.Other(kind);
        });
  }

  private static Track pictures(
      @Nullable Box coding, List<Box> track, List<Box> samples, Span span) {
    int turned = Box.first(track, "tkhd").map(box -> turned(box.body())).orElse(0);
    double perSecond =
        span.seconds() > 0
            ? Box.first(samples, "stts").map(box -> count(box.body())).orElse(0.0) / span.seconds()
            : 0;
    return coding == null
        ? new Track.Pictures("not stated", 0, 0, perSecond, turned)
        : new Track.Pictures(
            Codecs.named(coding.type()),
            coding.body().u16(24),
            coding.body().u16(26),
            perSecond,
            turned);
  }

  private static Track sound(@Nullable Box coding) {
    if (coding == null) {
      return new Track.Sound("not stated", 0, 0);
    }
    Piece body = coding.body();
    String codec = Codecs.named(coding.type());
    // QuickTime's second version of this box has 3 channels of 1 Hz where others look.
    return body.u16(8) == 2 && body.length() >= 44
        ? new Track.Sound(codec, body.u32(40), Math.round(body.f64(32)))
        : new Track.Sound(codec, body.u16(16), body.u16(24));
  }

  /** By the first row of its matrix. */
  private static int turned(Piece body) {
    int matrix = body.u8(0) == 1 ? 52 : 40;
    int a = body.s32(matrix);
    int b = body.s32(matrix + 4);
    return b > 0 ? 90 : b < 0 ? 270 : a < 0 ? 180 : 0;
  }

  /** How many samples a table of times counts. */
  private static double count(Piece body) {
    long runs = body.u32(4);
    Piece table = body.part(8, runs * 8);
    double samples = 0;
    for (long i = 0; i < runs; i++) {
      samples += table.u32(i * 8);
    }
    return samples;
  }
}
