package dev.cadre.toolkit.documents;

import dev.cadre.fault.Fault;
import dev.cadre.toolkit.files.Interruption;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks every stream of a PDF once, without keeping anything, before a parser that would keep it
 * all sees the file. What a stream says of its own length and packing is not believed: whatever
 * follows the word {@code stream} is tried as Flate and as LZW, and what Flate gives as LZW again.
 * A parser decodes each method once at most, so that this covers every order of the two that grows.
 */
final class PdfGuard implements AutoCloseable {
  static final long MAX_STREAM = 32L << 20;
  static final long MAX_TOTAL = 384L << 20;
  private static final byte[] KEYWORD = {'s', 't', 'r', 'e', 'a', 'm'};
  private static final int ZLIB_HEADER = 2;

  private final String name;
  private final Inflater inflater = new Inflater(true);
  private final byte[] buffer = new byte[16_384];
  private long total;

  PdfGuard(String name) {
    this.name = name;
  }

  /**
   * @throws Fault.Invalid when a stream, or all together, unpack to more than is read
   */
  void check(byte[] bytes) throws InterruptedException {
    for (int at = next(bytes, 0); at >= 0; at = next(bytes, at)) {
      Interruption.check();
      int first = at;
      if (first < bytes.length && bytes[first] == '\r') {
        first++;
      }
      if (first < bytes.length && bytes[first] == '\n') {
        first++;
      }
      int later = first;
      while (later < bytes.length && bytes[later] <= ' ' && later < first + 16) {
        later++;
      }
      stream(bytes, first);
      if (later != first) {
        stream(bytes, later);
      }
    }
  }

  /** One stream's packed bytes, from {@code from} to wherever they end. */
  void stream(byte[] bytes, int from) throws InterruptedException {
    LzwLength early = new LzwLength(1);
    LzwLength late = new LzwLength(0);
    for (int at = from; at < bytes.length && (early.goesOn() || late.goesOn()); at += 4_096) {
      int length = Math.min(4_096, bytes.length - at);
      early.accept(bytes, at, length);
      late.accept(bytes, at, length);
      judge(Math.max(early.length(), late.length()), 0);
    }
    inflate(bytes, from);
  }

  private void inflate(byte[] bytes, int from) throws InterruptedException {
    if (from + ZLIB_HEADER >= bytes.length) {
      return;
    }
    // Parsers skip the header, whatever it says.
    inflater.reset();
    inflater.setInput(bytes, from + ZLIB_HEADER, bytes.length - from - ZLIB_HEADER);
    LzwLength early = new LzwLength(1);
    LzwLength late = new LzwLength(0);
    long length = 0;
    try {
      int n = inflater.inflate(buffer);
      while (n > 0) {
        length += n;
        early.accept(buffer, 0, n);
        late.accept(buffer, 0, n);
        judge(Math.max(length, Math.max(early.length(), late.length())), n);
        n = inflater.inflate(buffer);
      }
    } catch (DataFormatException end) {
      // Not packed by Flate, or damaged: what was unpacked till here counts.
      return;
    }
  }

  private void judge(long length, int more) throws InterruptedException {
    Interruption.check();
    total += more;
    if (length > MAX_STREAM || total > MAX_TOTAL) {
      throw new Fault.Invalid(
          name
              + " is not read: "
              + (length > MAX_STREAM
                  ? "one of its streams unpacks to more than " + (MAX_STREAM >> 20) + " MB"
                  : "its streams unpack to more than " + (MAX_TOTAL >> 20) + " MB"));
    }
  }

  /** Where the next stream's keyword ends; less than 0 when there is none. */
  private static int next(byte[] bytes, int from) {
    for (int i = from; i + KEYWORD.length <= bytes.length; i++) {
      if (bytes[i] == 's' && matches(bytes, i)) {
        boolean end = i >= 3 && bytes[i - 1] == 'd' && bytes[i - 2] == 'n' && bytes[i - 3] == 'e';
        if (!end) {
          return i + KEYWORD.length;
        }
      }
    }
    return -1;
  }

  private static boolean matches(byte[] bytes, int at) {
    for (int k = 1; k < KEYWORD.length; k++) {
      if (bytes[at + k] != KEYWORD[k]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
