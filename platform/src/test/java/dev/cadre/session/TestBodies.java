package dev.cadre.session;

import java.io.IOException;
import java.io.InputStream;

/** Request bodies that are long, or break. */
final class TestBodies {
  private TestBodies() {}

  /** So many bytes that can be told from each other. */
  static final class Counting extends InputStream {
    private final long length;
    private long at;

    Counting(long length) {
      this.length = length;
    }

    static byte at(long index) {
      return (byte) (index * 31 >> 3);
    }

    @Override
    public int read() {
      return at == length ? -1 : at(at++) & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) {
      if (at == length) {
        return -1;
      }
      int n = (int) Math.min(count, length - at);
      for (int i = 0; i < n; i++) {
        bytes[offset + i] = at(at++);
      }
      return n;
    }
  }

  /** Fails after so many bytes. */
  static final class Broken extends InputStream {
    private long left;

    Broken(long left) {
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      if (left-- == 0) {
        throw new IOException("the caller left");
      }
      return 'x';
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      bytes[offset] = (byte) read();
      return 1;
    }
  }
}
