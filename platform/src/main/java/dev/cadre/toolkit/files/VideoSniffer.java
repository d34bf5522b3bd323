package dev.cadre.toolkit.files;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Sees from a video's first bytes which container it is. */
enum VideoType {
  MP4("video/mp4", "an MP4 video"),
  QUICKTIME("video/quicktime", "a QuickTime video"),
  THREE_GP("video/3gpp", "a 3GP video"),
  MATROSKA("video/x-matroska", "a Matroska video"),
  WEBM("video/webm", "a WebM video"),
  FLV("video/x-flv", "a Flash video"),
  MPEG("video/mpeg", "an MPEG video"),
  WMV("video/x-ms-wmv", "a Windows Media video");

  private static final int HEAD = 4_096;

  /** Packets of an MPEG transport stream; each begins with the same byte. */
  private static final int PACKET = 188;

  private final String text;
  private final String noun;

  VideoType(String text, String noun) {
    this.text = text;
    this.noun = noun;
  }

  /** As in a Content-Type header. */
  String text() {
    return text;
  }

  /** With its article, for a sentence. */
  String noun() {
    return noun;
  }

  /** Null for what is no video that is known here. */
  static @Nullable VideoType of(byte[] bytes) {
    if (Characters.begins(bytes, 0x1A, 0x45, 0xDF, 0xA3)) {
      return head(bytes).contains("webm") ? WEBM : MATROSKA;
    }
    if (Characters.begins(bytes, 'F', 'L', 'V', 1)) {
      return FLV;
    }
    if (Characters.begins(bytes, 0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11)) {
      return WMV;
    }
    boolean program =
        Characters.begins(bytes, 0, 0, 1, 0xBA) || Characters.begins(bytes, 0, 0, 1, 0xB3);
    boolean transport =
        bytes.length > 2 * PACKET
            && bytes[0] == 0x47
            && bytes[PACKET] == 0x47
            && bytes[2 * PACKET] == 0x47;
    return program || transport ? MPEG : boxes(bytes);
  }

  /** ISO 14496-12 and what it was made from: the brand, or an old QuickTime file's first box. */
  private static @Nullable VideoType boxes(byte[] bytes) {
    if (bytes.length < 12) {
      return null;
    }
    String box = new String(bytes, 4, 4, StandardCharsets.ISO_8859_1);
    String brand = new String(bytes, 8, 4, StandardCharsets.ISO_8859_1);
    return switch (box) {
      case "ftyp" -> brand.startsWith("qt") ? QUICKTIME : brand.startsWith("3g") ? THREE_GP : MP4;
      case "moov", "mdat", "wide" -> QUICKTIME;
      default -> null;
    };
  }

  private static String head(byte[] bytes) {
    return new String(bytes, 0, Math.min(HEAD, bytes.length), StandardCharsets.ISO_8859_1);
  }
}
