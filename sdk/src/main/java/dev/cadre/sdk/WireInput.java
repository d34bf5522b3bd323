package dev.cadre.sdk;

import java.io.IOException;
import java.io.InputStream;

/**
 * A connection's incoming bytes behind one small buffer, with the few ways of reading HTTP needs.
 */
final class WireInput extends InputStream {
  private final InputStream source;
  private final byte[] buffer = new byte[8 << 10];
  private int next;
  private int end;

  WireInput(InputStream source) {
    this.source = source;
  }

  /** Waits for a byte without taking it; false at the end of the stream. */
  boolean waitForByte() throws IOException {
    return next < end || fill();
  }

  /** Whether a read can be answered from the buffer. */
  boolean hasBuffered() {
    return next < end;
  }

  @Override
  public int read() throws IOException {
    return waitForByte() ? buffer[next++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (next == end && length >= buffer.length) {
      return source.read(target, offset, length);
    }
    if (!waitForByte()) {
      return -1;
    }
    int count = Math.min(length, end - next);
    System.arraycopy(buffer, next, target, offset, count);
    next += count;
    return count;
  }

  private boolean fill() throws IOException {
    int count = source.read(buffer, 0, buffer.length);
    next = 0;
    end = Math.max(count, 0);
    return count > 0;
  }
}
