package dev.cadre.toolkit.video;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads Flash video: Adobe's "Video File Format Specification", version 10.1, annex E. */
final class FlashReader {
  private static final int AUDIO = 8;
  private static final int VIDEO = 9;
  private static final int SCRIPT = 18;
  private static final int TAG_HEADER = 11;
  private static final int[] RATES = {5_512, 11_025, 22_050, 44_100};

  private final Findings found = new Findings();
  private Map<String, Double> numbers = new HashMap<>();
  private @Nullable String pictures;
  private Track.@Nullable Sound sound;
  private long last;

  private FlashReader() {}

  static Findings read(Piece file) {
    FlashReader reader = new FlashReader();
    reader.tags(file, file.u32(5));
    return reader.finished();
  }

  /** Each tag is followed by its length, which nobody needs here. */
  private void tags(Piece file, long header) {
    long at = header + 4;
    while (file.length() - at >= TAG_HEADER) {
      int type = file.u8(at) & 0x1F;
      int length = file.u24(at + 1);
      last = Math.max(last, (long) file.u8(at + 7) << 24 | file.u24(at + 4));
      if (length > file.length() - at - TAG_HEADER) {
        found.note(Findings.CUT);
        return;
      }
      if (length > 0) {
        tag(type, file.part(at + TAG_HEADER, length));
      }
      at += TAG_HEADER + length + 4;
    }
  }

  private void tag(int type, Piece body) {
    if (type == VIDEO && pictures == null) {
      pictures = pictures(body);
    } else if (type == AUDIO && sound == null) {
      sound = sound(body);
    } else if (type == SCRIPT && numbers.isEmpty()) {
      numbers = ScriptData.numbers(body);
    }
  }

  private Findings finished() {
    if (pictures != null) {
      found.add(
          new Track.Pictures(pictures, whole("width"), whole("height"), value("framerate"), 0));
    }
    if (sound != null) {
      found.add(sound);
    }
    if (found.tracks().isEmpty()) {
      throw new Malformed("there is neither a picture nor a sound in it");
    }
    found.lasts(value("duration"));
    if (found.seconds() == 0 && last > 0) {
      found.note(Findings.MEASURED);
      found.lasts(last / 1_000.0);
    }
    return found;
  }

  private double value(String name) {
    return numbers.getOrDefault(name, 0.0);
  }

  private long whole(String name) {
    return Math.max(0, Math.round(value(name)));
  }

  private static String pictures(Piece body) {
    // The extended form has four letters, as MP4 does.
    if ((body.u8(0) & 0x80) != 0 && body.length() >= 5) {
      return Codecs.named(body.text(1, 4, StandardCharsets.ISO_8859_1));
    }
    return switch (body.u8(0) & 0x0F) {
      case 2 -> "Sorenson H.263";
      case 3, 6 -> "Screen video";
      case 4, 5 -> "VP6";
      case 7 -> Codecs.named("avc1");
      case 12 -> Codecs.named("hvc1");
      default -> "unknown";
    };
  }

  private static Track.Sound sound(Piece body) {
    int flags = body.u8(0);
    int channels = (flags & 1) + 1;
    int rate = RATES[flags >> 2 & 3];
    return switch (flags >> 4) {
      case 0, 3 -> new Track.Sound("PCM", channels, rate);
      case 1 -> new Track.Sound("ADPCM", channels, rate);
      case 2 -> new Track.Sound("MP3", channels, rate);
      case 4, 5, 6 -> new Track.Sound("Nellymoser", channels, 0);
      // These flags are fixed for AAC, whatever it holds.
      case 10 -> new Track.Sound("AAC", 0, 0);
      case 11 -> new Track.Sound("Speex", 1, 16_000);
      default -> new Track.Sound("unknown", channels, rate);
    };
  }
}
