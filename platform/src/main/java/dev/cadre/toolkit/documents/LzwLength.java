package dev.cadre.toolkit.documents;

/**
 * How long a text is that was packed with LZW as PDF has it (ISO 32000-1, 7.4.4): its codes are
 * followed, its characters never made.
 */
final class LzwLength {
  private static final int CLEAR = 256;
  private static final int END = 257;
  private static final int CODES = 4_096;

  private final int earlyChange;
  private final int[] lengths = new int[CODES];
  private int next = END + 1;
  private int previous = -1;
  private int bits;
  private int held;
  private boolean ended;
  private long length;

  /**
   * @param earlyChange 1 when codes grow one code early, which is the default, else 0
   */
  LzwLength(int earlyChange) {
    this.earlyChange = earlyChange;
  }

  /** False after the end, or after a code that cannot be. */
  boolean goesOn() {
    return !ended;
  }

  long length() {
    return length;
  }

  void accept(byte[] bytes, int from, int count) {
    for (int i = from; i < from + count && !ended; i++) {
      held = ((held << 8) | (bytes[i] & 0xFF)) & 0xFFFFFF;
      bits += 8;
      int width = width();
      if (bits >= width) {
        bits -= width;
        take((held >> bits) & ((1 << width) - 1));
      }
    }
  }

  private int width() {
    int grown = next + earlyChange;
    return grown >= 2_048 ? 12 : grown >= 1_024 ? 11 : grown >= 512 ? 10 : 9;
  }

  private void take(int code) {
    if (code == CLEAR) {
      next = END + 1;
      previous = -1;
    } else if (code == END || code > next || (code == next && previous < 0)) {
      ended = true;
    } else {
      int size = code < CLEAR ? 1 : code < next ? lengths[code] : lengthOf(previous) + 1;
      if (previous >= 0 && next < CODES) {
        lengths[next++] = lengthOf(previous) + 1;
      }
      length += size;
      previous = code;
    }
  }

  private int lengthOf(int code) {
    return code < CLEAR ? 1 : lengths[code];
  }
}
