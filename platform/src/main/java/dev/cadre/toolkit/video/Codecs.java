package dev.cadre.toolkit.video;

import java.util.Map;

/** What people call the ways of coding that containers name by marks of their own. */
final class Codecs {
  private static final int MAX_MARK = 40;

  /** Marks of four letters of MP4, QuickTime and Windows, and the ids of Matroska. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("avc1", "H.264"),
          Map.entry("avc3", "H.264"),
          Map.entry("h264", "H.264"),
          Map.entry("V_MPEG4/ISO/AVC", "H.264"),
          Map.entry("hvc1", "H.265"),
          Map.entry("hev1", "H.265"),
          Map.entry("hevc", "H.265"),
          Map.entry("V_MPEGH/ISO/HEVC", "H.265"),
          Map.entry("dvh1", "H.265 (Dolby Vision)"),
          Map.entry("av01", "AV1"),
          Map.entry("V_AV1", "AV1"),
          Map.entry("vp08", "VP8"),
          Map.entry("V_VP8", "VP8"),
          Map.entry("vp09", "VP9"),
          Map.entry("V_VP9", "VP9"),
          Map.entry("mp4v", "MPEG-4"),
          Map.entry("V_MPEG4/ISO/ASP", "MPEG-4"),
          Map.entry("V_MPEG2", "MPEG-2"),
          Map.entry("V_MPEG1", "MPEG-1"),
          Map.entry("s263", "H.263"),
          Map.entry("h263", "H.263"),
          Map.entry("apch", "ProRes 422 HQ"),
          Map.entry("apcn", "ProRes 422"),
          Map.entry("apcs", "ProRes 422 LT"),
          Map.entry("ap4h", "ProRes 4444"),
          Map.entry("jpeg", "Motion JPEG"),
          Map.entry("mjpg", "Motion JPEG"),
          Map.entry("V_THEORA", "Theora"),
          Map.entry("WMV1", "Windows Media Video 7"),
          Map.entry("WMV2", "Windows Media Video 8"),
          Map.entry("WMV3", "Windows Media Video 9"),
          Map.entry("WVC1", "VC-1"),
          Map.entry("mp4a", "AAC"),
          Map.entry("A_AAC", "AAC"),
          Map.entry(".mp3", "MP3"),
          Map.entry("A_MPEG/L3", "MP3"),
          Map.entry("A_MPEG/L2", "MPEG audio, layer 2"),
          Map.entry("Opus", "Opus"),
          Map.entry("A_OPUS", "Opus"),
          Map.entry("A_VORBIS", "Vorbis"),
          Map.entry("fLaC", "FLAC"),
          Map.entry("A_FLAC", "FLAC"),
          Map.entry("alac", "Apple Lossless"),
          Map.entry("ac-3", "Dolby Digital (AC-3)"),
          Map.entry("A_AC3", "Dolby Digital (AC-3)"),
          Map.entry("ec-3", "Dolby Digital Plus (E-AC-3)"),
          Map.entry("A_EAC3", "Dolby Digital Plus (E-AC-3)"),
          Map.entry("A_DTS", "DTS"),
          Map.entry("samr", "AMR narrowband"),
          Map.entry("sawb", "AMR wideband"),
          Map.entry("sowt", "PCM"),
          Map.entry("twos", "PCM"),
          Map.entry("lpcm", "PCM"),
          Map.entry("A_PCM/INT/LIT", "PCM"));

  private Codecs() {}

  /** The name with its mark; the mark alone, without what cannot be shown, where none is known. */
  static String named(String mark) {
    String clean =
        mark.substring(0, Math.min(MAX_MARK, mark.length()))
            .replaceAll("[^\\x20-\\x7E]", "?")
            .strip();
    String name = NAMES.get(mark);
    return name == null ? "unknown (" + clean + ")" : name + " (" + clean + ")";
  }
}
