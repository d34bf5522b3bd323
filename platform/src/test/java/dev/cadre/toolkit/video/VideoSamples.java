package dev.cadre.toolkit.video;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Videos of each container as their headers have them, without a picture in them. */
public final class VideoSamples {
  private VideoSamples() {}

  static byte[] all(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** A number in so many bytes. */
  static byte[] n(int bytes, long value) {
    byte[] all = ByteBuffer.allocate(8).putLong(value).array();
    return Arrays.copyOfRange(all, 8 - bytes, 8);
  }

  static byte[] little(int bytes, long value) {
    byte[] all = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    return Arrays.copyOf(all, bytes);
  }

  static byte[] f64(double value) {
    return ByteBuffer.allocate(8).putDouble(value).array();
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] zeros(int count) {
    return new byte[count];
  }

  static byte[] box(String type, byte[]... body) {
    byte[] all = all(body);
    return all(n(4, 8L + all.length), text(type), all);
  }

  /** An MP4 video of 25 frames a second with sound of two channels, taken in Munich. */
  public static byte[] mp4(int seconds, int width, int height) {
    return all(
        box("ftyp", text("isom"), n(4, 512), text("isommp42")),
        box("moov", movieHeader(seconds), pictures(seconds, width, height), sound(), place()),
        box("mdat", zeros(64)));
  }

  /** The same, cut into fragments that alone tell how long it is. */
  static byte[] fragmented(int seconds) {
    byte[] defaults = box("mvex", box("trex", zeros(4), n(4, 1), n(4, 1), n(4, 512), zeros(8)));
    byte[][] parts = new byte[seconds + 2][];
    parts[0] = box("ftyp", text("iso5"), n(4, 512));
    parts[1] = box("moov", movieHeader(0), pictures(0, 320, 180), defaults);
    for (int i = 0; i < seconds; i++) {
      byte[] header = box("tfhd", n(4, 0x020000), n(4, 1));
      byte[] run = box("trun", n(4, 0), n(4, 25));
      parts[i + 2] = box("moof", box("traf", header, run));
    }
    return all(parts);
  }

  static byte[] movieHeader(int seconds) {
    // 2024-05-06T07:08:09Z since 1904.
    return box(
        "mvhd",
        n(4, 0),
        n(4, 3_797_824_089L),
        n(4, 0),
        n(4, 1_000),
        n(4, seconds * 1_000L),
        zeros(80));
  }

  static byte[] pictures(int seconds, int width, int height) {
    byte[] matrix = all(n(4, 0), n(4, 65_536), n(4, 0), n(4, -65_536), zeros(20));
    byte[] track = box("tkhd", n(4, 7), zeros(8), n(4, 1), zeros(24), matrix, zeros(8));
    byte[] coding = box("avc1", zeros(24), n(2, width), n(2, height), zeros(50));
    byte[] times = box("stts", n(4, 0), n(4, 1), n(4, seconds * 25L), n(4, 512));
    return box(
        "trak",
        track,
        box(
            "mdia",
            box("mdhd", n(4, 0), zeros(8), n(4, 12_800), n(4, seconds * 12_800L), zeros(4)),
            box("hdlr", zeros(8), text("vide"), zeros(13)),
            box("minf", box("stbl", box("stsd", n(4, 0), n(4, 1), coding), times))));
  }

  private static byte[] sound() {
    byte[] coding = box("mp4a", zeros(16), n(2, 2), n(2, 16), zeros(4), n(2, 48_000), n(2, 0));
    return box(
        "trak",
        box(
            "mdia",
            box("hdlr", zeros(8), text("soun"), zeros(13)),
            box("minf", box("stbl", box("stsd", n(4, 0), n(4, 1), coding)))));
  }

  private static byte[] place() {
    byte[] where = text("+48.1374+011.5755/");
    return box("udta", box("©xyz", n(2, where.length), n(2, 0), where));
  }

  static byte[] element(long id, byte[]... body) {
    byte[] all = all(body);
    int bytes = (71 - Long.numberOfLeadingZeros(id)) / 8;
    return all(n(bytes, id), n(4, 0x10000000L | all.length), all);
  }

  /**
   * @param seconds as the header states it; 0 for one that does not, as browsers record
   */
  static byte[] webm(int seconds) {
    byte[] length = seconds == 0 ? zeros(0) : element(0x4489, f64(seconds * 1_000));
    byte[] info = element(0x1549A966, element(0x2AD7B1, n(3, 1_000_000)), length);
    byte[] video =
        element(
            0xAE,
            element(0x83, n(1, 1)),
            element(0x86, text("V_VP9")),
            element(0x23E383, n(4, 33_366_667)),
            element(0xE0, element(0xB0, n(2, 1_280)), element(0xBA, n(2, 720))));
    byte[] audio =
        element(
            0xAE,
            element(0x83, n(1, 2)),
            element(0x86, text("A_OPUS")),
            element(0xE1, element(0xB5, f64(48_000)), element(0x9F, n(1, 2))));
    byte[] block = element(0xA3, n(1, 0x81), n(2, 500), n(1, 0), zeros(4));
    byte[] cluster = all(n(4, 0x1F43B675), n(1, 0xFF), element(0xE7, n(2, 7_000)), block);
    return all(
        element(0x1A45DFA3, element(0x4282, text("webm"))),
        n(4, 0x18538067),
        n(8, 0x01FFFFFFFFFFFFFFL),
        info,
        element(0x1654AE6B, video, audio),
        cluster);
  }

  static byte[] flv(double seconds) {
    byte[] script =
        all(
            n(1, 2),
            n(2, 10),
            text("onMetaData"),
            n(1, 8),
            n(4, 4),
            number("duration", seconds),
            number("width", 640),
            number("height", 360),
            number("framerate", 24),
            n(3, 9));
    return all(
        text("FLV"),
        n(1, 1),
        n(1, 5),
        n(4, 9),
        n(4, 0),
        tag(18, 0, script),
        tag(9, 0, all(n(1, 0x17), zeros(4))),
        tag(8, 0, all(n(1, 0x2F), zeros(4))),
        tag(9, 9_500, all(n(1, 0x27), zeros(4))));
  }

  private static byte[] number(String name, double value) {
    return all(n(2, name.length()), text(name), n(1, 0), f64(value));
  }

  private static byte[] tag(int type, int time, byte[] body) {
    return all(n(1, type), n(3, body.length), n(3, time), n(4, 0), body, n(4, 11L + body.length));
  }

  static byte[] wmv(int seconds) {
    byte[] file =
        all(
            zeros(24),
            little(8, 133_594_528_890_000_000L),
            zeros(8),
            little(8, (seconds + 3) * 10_000_000L),
            zeros(8),
            little(8, 3_000),
            little(4, 2),
            zeros(12));
    byte[] format = all(little(4, 720), little(4, 576), zeros(19), text("WMV3"), zeros(20));
    byte[] wave = all(little(2, 0x161), little(2, 2), little(4, 44_100), zeros(10));
    byte[] rate = all(zeros(48), little(2, 1), zeros(2), little(8, 400_000), zeros(4));
    byte[] extended = object("CBA5E61472C632438399A96952065B5A", rate);
    byte[] objects =
        all(
            object("A1DCAB8C47A9CF118EE400C00C205365", file),
            stream("C0EF19BC4D5BCF11A8FD00805F5C442B", 1, format),
            stream("409E69F84D5BCF11A8FD00805F5C442B", 2, wave),
            object(
                "B503BF5F2EA9CF118EE300C00C205365",
                all(zeros(18), little(4, extended.length), extended)));
    return all(
        guid("3026B2758E66CF11A6D900AA0062CE6C"),
        little(8, 30L + objects.length),
        little(4, 4),
        zeros(2),
        objects);
  }

  private static byte[] stream(String kind, int number, byte[] own) {
    return object(
        "9107DCB7B7A9CF118EE600C00C205365",
        all(
            guid(kind),
            zeros(24),
            little(4, own.length),
            zeros(4),
            little(2, number),
            zeros(4),
            own));
  }

  private static byte[] object(String guid, byte[] body) {
    return all(guid(guid), little(8, 24L + body.length), body);
  }

  private static byte[] guid(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /** A program stream: pictures of 25 a second, one after another, with their times. */
  static byte[] mpeg(int seconds) {
    byte[] sequence = all(n(4, 0x1B3), n(3, 352 << 12 | 288), n(1, 0x13), zeros(4));
    return all(
        n(4, 0x1BA),
        zeros(10),
        sequence,
        n(4, 0x1B5),
        zeros(6),
        packet(0xE0, 90_000),
        packet(0xC0, 90_000),
        packet(0xE0, 90_000 + (seconds * 25L - 1) * 3_600));
  }

  private static byte[] packet(int stream, long time) {
    return all(
        n(3, 1),
        n(1, stream),
        n(2, 8),
        n(1, 0x80),
        n(1, 0x80),
        n(1, 5),
        n(1, 0x21 | (time >> 29 & 0xE)),
        n(2, time >> 14 & 0xFFFE | 1),
        n(2, time << 1 & 0xFFFE | 1));
  }

  /** A transport stream of H.264 and AAC, each packet of 188 bytes. */
  static byte[] transport(int seconds) {
    byte[] programs = all(zeros(1), n(1, 0), n(2, 0xB00D), zeros(5), n(2, 1), n(2, 0xE100));
    byte[] streams =
        all(
            zeros(1),
            n(1, 2),
            n(2, 0xB017),
            zeros(7),
            n(2, 0xF000),
            n(1, 0x1B),
            n(2, 0xE101),
            n(2, 0xF000),
            n(1, 0x0F),
            n(2, 0xE102),
            n(2, 0xF000));
    return all(
        carried(0, programs),
        carried(0x100, streams),
        carried(0x101, packet(0xE0, 0x1_FFFF_FFFFL - 45_000)),
        carried(0x102, packet(0xC0, 0x1_FFFF_FFFFL - 45_000)),
        carried(0x101, packet(0xE0, seconds * 90_000L - 45_000)));
  }

  private static byte[] carried(int number, byte[] body) {
    byte[] packet = all(n(1, 0x47), n(2, 0x4000 | number), n(1, 0x10), body);
    return all(packet, zeros(188 - packet.length));
  }
}
