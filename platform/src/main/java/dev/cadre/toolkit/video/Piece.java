package dev.cadre.toolkit.video;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;

/**
 * Some of a file's bytes, which it shares. Places count from its own beginning; what reaches past
 * its end is {@link Malformed}. Numbers are big-endian unless their reader's name says otherwise.
 */
final class Piece {
  private final ByteBuffer bytes;

  private Piece(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  static Piece of(byte[] file) {
    return new Piece(ByteBuffer.wrap(file).asReadOnlyBuffer());
  }

  int length() {
    return bytes.limit();
  }

  Piece part(long at, long length) {
    return new Piece(bytes.slice(checked(at, length), (int) length));
  }

  Piece from(long at) {
    return part(at, length() - at);
  }

  int u8(long at) {
    return bytes.get(checked(at, 1)) & 0xFF;
  }

  int u16(long at) {
    return bytes.getShort(checked(at, 2)) & 0xFFFF;
  }

  int s16(long at) {
    return bytes.getShort(checked(at, 2));
  }

  int u24(long at) {
    return u8(at) << 16 | u16(at + 1);
  }

  long u32(long at) {
    return bytes.getInt(checked(at, 4)) & 0xFFFF_FFFFL;
  }

  int s32(long at) {
    return bytes.getInt(checked(at, 4));
  }

  /** Negative where the highest bit is set. */
  long s64(long at) {
    return bytes.getLong(checked(at, 8));
  }

  double f32(long at) {
    return bytes.getFloat(checked(at, 4));
  }

  double f64(long at) {
    return bytes.getDouble(checked(at, 8));
  }

  int littleU16(long at) {
    return Short.reverseBytes(bytes.getShort(checked(at, 2))) & 0xFFFF;
  }

  long littleU32(long at) {
    return Integer.reverseBytes(bytes.getInt(checked(at, 4))) & 0xFFFF_FFFFL;
  }

  /** Negative where the highest bit is set. */
  long littleS64(long at) {
    return Long.reverseBytes(bytes.getLong(checked(at, 8)));
  }

  String text(long at, long length, Charset charset) {
    return charset.decode(bytes.slice(checked(at, length), (int) length)).toString();
  }

  /** Where {@code bytes} next begin, from {@code at}; -1 for nowhere. */
  int find(int at, int... wanted) {
    for (int i = at; i <= length() - wanted.length; i++) {
      int same = 0;
      while (same < wanted.length && (bytes.get(i + same) & 0xFF) == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return i;
      }
    }
    return -1;
  }

  private int checked(long at, long length) {
    if (at < 0 || length < 0 || at > length() - length) {
      throw new Malformed("it ends where it says more follows");
    }
    return (int) at;
  }
}
