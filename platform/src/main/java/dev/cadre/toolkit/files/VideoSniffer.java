package dev.cadre.toolkit.files;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sees from a video's first bytes which container it is. */
final class VideoSniffer {
  private static final int HEAD = 4_096;

  /** Packets of an MPEG transport stream; each begins with the same byte. */
  private static final int PACKET = 188;

  /** Pictures and sounds in the boxes that videos come in. */
  private static final Set<String> NO_VIDEO =
      Set.of("heic", "heix", "heim", "heis", "mif1", "avif", "M4A ", "M4B ", "M4P ");

  private VideoSniffer() {}

  /** Null for what is no video that is known here. */
  static @Nullable MediaType of(byte[] bytes) {
    if (Characters.begins(bytes, 0x1A, 0x45, 0xDF, 0xA3)) {
      return head(bytes).contains("webm") ? MediaType.WEBM : MediaType.MATROSKA;
    }
    if (Characters.begins(bytes, 'F', 'L', 'V', 1)) {
      return MediaType.FLV;
    }
    if (Characters.begins(bytes, 0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11)) {
      return MediaType.WMV;
    }
    boolean program =
        Characters.begins(bytes, 0, 0, 1, 0xBA) || Characters.begins(bytes, 0, 0, 1, 0xB3);
    return program || transport(bytes) ? MediaType.MPEG : boxes(bytes);
  }

  /** A text whose letters happen to stand in these places is none. */
  private static boolean transport(byte[] bytes) {
    return bytes.length > 2 * PACKET
        && bytes[0] == 0x47
        && bytes[PACKET] == 0x47
        && bytes[2 * PACKET] == 0x47
        && !Characters.isText(bytes);
  }

  /** ISO 14496-12 and what it was made from: the brand, or an old QuickTime file's first box. */
  private static @Nullable MediaType boxes(byte[] bytes) {
    if (bytes.length < 12) {
      return null;
    }
    String box = new String(bytes, 4, 4, StandardCharsets.ISO_8859_1);
    return switch (box) {
      case "ftyp" -> branded(new String(bytes, 8, 4, StandardCharsets.ISO_8859_1));
      case "moov", "mdat", "wide" -> Characters.isText(bytes) ? null : MediaType.QUICKTIME;
      default -> null;
    };
  }

  private static @Nullable MediaType branded(String brand) {
    if (NO_VIDEO.contains(brand)) {
      return null;
    }
    return brand.startsWith("qt")
        ? MediaType.QUICKTIME
        : brand.startsWith("3g") ? MediaType.THREE_GP : MediaType.MP4;
  }

  private static String head(byte[] bytes) {
    return new String(bytes, 0, Math.min(HEAD, bytes.length), StandardCharsets.ISO_8859_1);
  }
}
