package dev.cadre.identity;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A body that fails at its end when it is not the one that was signed. */
final class HashedBody extends FilterInputStream {
  private final MessageDigest digest = SigningKey.digest();
  private final String expected;
  private boolean ended;

  HashedBody(InputStream body, String expected) {
    super(body);
    this.expected = expected;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int n = in.read(bytes, offset, length);
    if (n > 0) {
      digest.update(bytes, offset, n);
    } else if (n < 0 && !ended) {
      ended = true;
      if (!SigningKey.equal(expected, HexFormat.of().formatHex(digest.digest()))) {
        throw Refusal.invalid(
            "The provided 'x-amz-content-sha256' header does not match what was computed.");
      }
    }
    return n;
  }

  @Override
  public long skip(long count) throws IOException {
    return readNBytes((int) Math.min(count, 8_192)).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
