package dev.cadre.worker;

/** Amounts as people read them. */
final class Bytes {
  private Bytes() {}

  static String human(long bytes) {
    if (bytes >= 1L << 30 && bytes % (1L << 30) == 0) {
      return (bytes >> 30) + " GB";
    }
    if (bytes >= 1L << 20) {
      return (bytes >> 20) + " MB";
    }
    return bytes >= 1024 ? (bytes >> 10) + " KB" : bytes + " bytes";
  }
}
