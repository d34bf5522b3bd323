package dev.cadre.toolkit.video;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Reads Windows Media: Microsoft's "Advanced Systems Format (ASF) Specification", 01.20.05. */
final class WindowsReader {
  /** The first eight bytes of the GUIDs that matter, as numbers in the order of the file. */
  private static final long FILE = 0xA1DCAB8C47A9CF11L;

  private static final long STREAM = 0x9107DCB7B7A9CF11L;
  private static final long EXTENSION = 0xB503BF5F2EA9CF11L;
  private static final long EXTENDED_STREAM = 0xCBA5E61472C63243L;
  private static final long VIDEO = 0xC0EF19BC4D5BCF11L;
  private static final long AUDIO = 0x409E69F84D5BCF11L;

  private static final int OBJECT_HEADER = 24;
  private static final int MOST = 1_000;
  private static final int BROADCAST = 1;
  private static final double TICKS = 1e7;

  /** From 1601, where Windows' times begin, to 1970, in seconds. */
  private static final long EPOCH = 11_644_473_600L;

  private static final Map<Integer, String> SOUNDS =
      Map.of(
          0x0001, "PCM",
          0x0055, "MP3",
          0x00FF, "AAC",
          0x0160, "Windows Media Audio 1",
          0x0161, "Windows Media Audio 2",
          0x0162, "Windows Media Audio Pro",
          0x0163, "Windows Media Audio Lossless",
          0x2000, "Dolby Digital (AC-3)");

  private final Findings found = new Findings();

  /** Frames in a second, by the number of their stream. */
  private final Map<Integer, Double> rates = new HashMap<>();

  private int objects;

  private WindowsReader() {}

  static Findings read(Piece file) {
    WindowsReader reader = new WindowsReader();
    long length = file.littleS64(16);
    Piece header = file.part(30, length - 30);
    // Rates first: they stand behind the streams that they are of.
    reader.walk(header, true);
    reader.walk(header, false);
    if (reader.found.tracks().isEmpty()) {
      throw new Malformed("there is no stream in its header");
    }
    return reader.found;
  }

  private void walk(Piece list, boolean rating) {
    long at = 0;
    while (list.length() - at >= OBJECT_HEADER) {
      if (++objects > MOST) {
        throw new Malformed("its header has more than " + MOST + " objects");
      }
      long length = list.littleS64(at + 16);
      if (length < OBJECT_HEADER) {
        throw new Malformed("the length of an object of its header is " + length);
      }
      long kind = list.s64(at);
      Piece body = list.part(at + OBJECT_HEADER, length - OBJECT_HEADER);
      if (rating && kind == EXTENSION) {
        extension(body);
      } else if (!rating && kind == FILE) {
        file(body);
      } else if (!rating && kind == STREAM) {
        stream(body);
      }
      at += length;
    }
  }

  private void file(Piece body) {
    found.createdAt(body.littleS64(24) / 10_000_000 - EPOCH);
    boolean broadcast = (body.littleU32(64) & BROADCAST) != 0;
    if (!broadcast) {
      found.lasts(body.littleS64(40) / TICKS - body.littleS64(56) / 1e3);
    }
  }

  private void extension(Piece body) {
    Piece list = body.part(22, body.littleU32(18));
    long at = 0;
    while (list.length() - at >= OBJECT_HEADER) {
      long length = list.littleS64(at + 16);
      if (length < OBJECT_HEADER) {
        throw new Malformed("the length of an object of its header is " + length);
      }
      Piece object = list.part(at + OBJECT_HEADER, length - OBJECT_HEADER);
      if (list.s64(at) == EXTENDED_STREAM) {
        long frame = object.littleS64(52);
        if (frame > 0) {
          rates.put(object.littleU16(48), TICKS / frame);
        }
      }
      at += length;
    }
  }

  private void stream(Piece body) {
    long kind = body.s64(0);
    int number = body.littleU16(48) & 0x7F;
    Piece own = body.part(54, body.littleU32(40));
    if (kind == VIDEO) {
      String mark = own.text(27, 4, StandardCharsets.ISO_8859_1);
      found.add(
          new Track.Pictures(
              Codecs.named(mark),
              own.littleU32(0),
              own.littleU32(4),
              rates.getOrDefault(number, 0.0),
              0));
    } else if (kind == AUDIO) {
      String codec = SOUNDS.getOrDefault(own.littleU16(0), "unknown");
      found.add(new Track.Sound(codec, own.littleU16(2), own.littleU32(4)));
    } else {
      found.add(new Track.Other("not stated"));
    }
  }
}
