package dev.cadre.toolkit.video;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads MPEG transport streams: ISO 13818-1, 2.4. */
final class TransportReader {
  /** Each packet begins with it. */
  static final int MARK = 0x47;

  private static final int PACKET = 188;
  private static final int MAX_STREAMS = 100;

  private static final Map<Integer, String> PICTURES =
      Map.of(0x01, "MPEG-1", 0x02, "MPEG-2", 0x10, "MPEG-4", 0x1B, "H.264", 0x24, "H.265");
  private static final Map<Integer, String> SOUNDS =
      Map.of(
          0x03, "MPEG audio",
          0x04, "MPEG audio",
          0x0F, "AAC",
          0x11, "AAC",
          0x81, "Dolby Digital (AC-3)",
          0x87, "Dolby Digital Plus (E-AC-3)");

  private final Findings found = new Findings();

  /** The type of each stream, by the number of its packets. */
  private final Map<Integer, Integer> types = new LinkedHashMap<>();

  private final Map<Integer, Times> times = new LinkedHashMap<>();
  private int map = -1;
  private Track.@Nullable Pictures sequence;

  private TransportReader() {}

  static Findings read(Piece file) {
    TransportReader reader = new TransportReader();
    for (long at = 0; file.length() - at >= PACKET; at += PACKET) {
      reader.packet(file.part(at, PACKET));
    }
    return reader.finished();
  }

  private void packet(Piece packet) {
    if (packet.u8(0) != MARK) {
      throw new Malformed("one of its packets of " + PACKET + " bytes does not begin like one");
    }
    boolean begins = (packet.u8(1) & 0x40) != 0;
    int number = packet.u16(1) & 0x1FFF;
    int adaptation = packet.u8(3) >> 4 & 3;
    int at = adaptation == 3 ? 5 + packet.u8(4) : 4;
    if (adaptation == 2 || at >= PACKET - 8 || !begins) {
      return;
    }
    Piece body = packet.from(at);
    if (number == 0 && map < 0) {
      programs(section(body));
    } else if (number == map && types.isEmpty()) {
      streams(section(body));
    } else if (types.containsKey(number) && body.u24(0) == 1) {
      times.computeIfAbsent(number, _ -> new Times()).packet(body, 0);
      pictures(number, body);
    }
  }

  /** Behind a byte that tells how far it is. */
  private static Piece section(Piece body) {
    return body.from(1L + body.u8(0));
  }

  /** The first program's map is where the streams are told. */
  private void programs(Piece section) {
    for (int at = 8; at + 8 <= section.length(); at += 4) {
      if (section.u16(at) != 0) {
        map = section.u16(at + 2) & 0x1FFF;
        return;
      }
    }
  }

  private void streams(Piece section) {
    int end = Math.min(section.length(), 3 + (section.u16(1) & 0xFFF) - 4);
    int at = 12 + (section.u16(10) & 0xFFF);
    while (at + 5 <= end && types.size() < MAX_STREAMS) {
      types.put(section.u16(at + 1) & 0x1FFF, section.u8(at));
      at += 5 + (section.u16(at + 3) & 0xFFF);
    }
  }

  private void pictures(int number, Piece body) {
    Integer type = types.get(number);
    if (sequence == null && type != null && (type == 1 || type == 2)) {
      int at = body.find(4, 0, 0, 1, 0xB3);
      if (at >= 0 && at + 12 <= body.length()) {
        sequence = MpegReader.sequence(body.part(at + 4, 8));
      }
    }
  }

  private Findings finished() {
    types.forEach((_, type) -> add(type));
    if (found.tracks().isEmpty()) {
      throw new Malformed("its packets do not say which streams there are");
    }
    double frame = sequence != null && sequence.perSecond() > 0 ? 1 / sequence.perSecond() : 0;
    found.note(Findings.MEASURED);
    found.lasts(times.values().stream().mapToDouble(t -> t.seconds(frame)).max().orElse(0));
    return found;
  }

  private void add(int type) {
    if (PICTURES.containsKey(type)) {
      String codec = PICTURES.get(type);
      found.add(
          sequence == null
              ? new Track.Pictures(codec, 0, 0, 0, 0)
              : new Track.Pictures(
                  codec, sequence.width(), sequence.height(), sequence.perSecond(), 0));
    } else if (SOUNDS.containsKey(type)) {
      found.add(new Track.Sound(SOUNDS.get(type), 0, 0));
    } else {
      found.add(new Track.Other("type " + type));
    }
  }
}
