package dev.cadre.toolkit.video;

/** The first and last times that the packets of a stream bear (ISO 13818-1, 2.4.3.6). */
final class Times {
  private static final double CLOCK = 90_000;

  /** Times have 33 bits, and begin anew after 26 hours. */
  private static final long ROUND = 1L << 33;

  private long first = -1;
  private long least;
  private long most;

  /** Takes the time of a packet whose start code is at {@code at}, where it has one. */
  void packet(Piece stream, long at) {
    long header = at + 6;
    if (stream.length() < header + 8) {
      return;
    }
    if ((stream.u8(header) & 0xC0) == 0x80) {
      if ((stream.u8(header + 1) & 0x80) != 0) {
        take(time(stream, header + 3));
      }
      return;
    }
    older(stream, header);
  }

  /** MPEG-1: bytes of stuffing and the size of a buffer may stand before the time. */
  private void older(Piece stream, long header) {
    long at = header;
    while (at < header + 16 && at < stream.length() && stream.u8(at) == 0xFF) {
      at++;
    }
    if (at + 2 < stream.length() && (stream.u8(at) & 0xC0) == 0x40) {
      at += 2;
    }
    if (at + 5 <= stream.length() && (stream.u8(at) & 0xE0) == 0x20) {
      take(time(stream, at));
    }
  }

  private static long time(Piece stream, long at) {
    return (long) (stream.u8(at) >> 1 & 7) << 30
        | (long) (stream.u16(at + 1) >> 1) << 15
        | stream.u16(at + 3) >> 1;
  }

  private void take(long time) {
    if (first < 0) {
      first = time;
    }
    // Half a round forwards or backwards from the first.
    long since = Math.floorMod(time - first + ROUND / 2, ROUND) - ROUND / 2;
    least = Math.min(least, since);
    most = Math.max(most, since);
  }

  /**
   * From the first to the end of the last; 0 without any.
   *
   * @param last how long the last lasts
   */
  double seconds(double last) {
    return first < 0 || most == least ? 0 : (most - least) / CLOCK + last;
  }
}
