package dev.cadre.toolkit.video;

import org.jspecify.annotations.Nullable;

/**
 * Reads MPEG-1 and MPEG-2: bare pictures (ISO 13818-2) and program streams (ISO 13818-1, 2.5);
 * transport streams are left to {@link TransportReader}. None states how long it lasts: the times
 * of its first and last pictures tell.
 */
final class MpegReader {
  private static final double[] RATES = {
    0, 24_000 / 1_001.0, 24, 25, 30_000 / 1_001.0, 30, 50, 60_000 / 1_001.0, 60
  };
  private static final int SEQUENCE = 0xB3;
  private static final int EXTENSION = 0xB5;
  private static final int PICTURE = 0x00;
  private static final int PRIVATE = 0xBD;

  private final Findings found = new Findings();
  private final Times pictureTimes = new Times();
  private final Times soundTimes = new Times();
  private Track.@Nullable Pictures pictures;
  private boolean second;
  private boolean sound;
  private boolean dolby;
  private long count;

  private MpegReader() {}

  static Findings read(Piece file) {
    if (file.u8(0) == TransportReader.MARK) {
      return TransportReader.read(file);
    }
    MpegReader reader = new MpegReader();
    reader.scan(file);
    return reader.finished();
  }

  /** From start code to start code, of packets as of what is in them. */
  private void scan(Piece file) {
    for (int at = file.find(0, 0, 0, 1); at >= 0 && at + 4 <= file.length(); ) {
      int code = file.u8(at + 3);
      if (code == SEQUENCE && pictures == null && at + 12 <= file.length()) {
        pictures = sequence(file.part(at + 4, 8));
      } else if (code == EXTENSION) {
        second = true;
      } else if (code == PICTURE) {
        count++;
      } else if (code >= 0xE0 && code <= 0xEF) {
        pictureTimes.packet(file, at);
      } else if (code >= 0xC0 && code <= 0xDF) {
        sound = true;
        soundTimes.packet(file, at);
      } else if (code == PRIVATE) {
        dolby = true;
      }
      at = file.find(at + 3, 0, 0, 1);
    }
  }

  private Findings finished() {
    if (pictures == null) {
      throw new Malformed("there is no header of a sequence of pictures in it");
    }
    String codec = second ? "MPEG-2" : "MPEG-1";
    found.add(
        new Track.Pictures(
            codec, pictures.width(), pictures.height(), pictures.perSecond(), pictures.turned()));
    if (sound) {
      found.add(new Track.Sound("MPEG audio", 0, 0));
    }
    if (dolby) {
      found.add(new Track.Sound("not stated", 0, 0));
    }
    double frame = pictures.perSecond() > 0 ? 1 / pictures.perSecond() : 0;
    found.note(Findings.MEASURED);
    found.lasts(Math.max(pictureTimes.seconds(frame), soundTimes.seconds(0)));
    found.lasts(count * frame);
    return found;
  }

  /** The header behind its start code: 12 bits of width, 12 of height, 4 of shape, 4 of rate. */
  static Track.Pictures sequence(Piece header) {
    int size = header.u24(0);
    int rate = header.u8(3) & 0x0F;
    return new Track.Pictures(
        "", size >> 12, size & 0xFFF, rate < RATES.length ? RATES[rate] : 0, 0);
  }
}
