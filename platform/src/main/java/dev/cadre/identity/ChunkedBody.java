package dev.cadre.identity;

import dev.cadre.fault.Fault;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Decodes aws-chunked framing: {@code hex-size[;chunk-signature=...] CRLF data CRLF}, an empty
 * chunk at the end, then trailing headers. A chunk's signature is checked when its last byte was
 * read.
 */
final class ChunkedBody extends InputStream {
  private static final int MAX_LINE = 8 * 1024;
  private static final int MAX_TRAILERS = 32;
  private static final int MAX_SIZE_DIGITS = 12;
  private static final String SIGNATURE = ";chunk-signature=";
  private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature:";

  private final InputStream raw;
  private final long expectedLength;
  private final @Nullable ChunkSigner signer;
  private final MessageDigest digest = SigningKey.digest();
  private String signature = "";
  private long left;
  private long total;
  private boolean ended;

  /**
   * @param expectedLength of the decoded body, -1 when unknown
   * @param signer null when the chunks are not signed or need not be
   */
  ChunkedBody(InputStream raw, long expectedLength, @Nullable ChunkSigner signer) {
    this.raw = new BufferedInputStream(raw);
    this.expectedLength = expectedLength;
    this.signer = signer;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0) {
      if (ended) {
        return -1;
      }
      next();
      if (ended) {
        return -1;
      }
    }
    int n = raw.read(bytes, offset, (int) Math.min(length, left));
    if (n < 0) {
      throw broken("ended inside a chunk");
    }
    digest.update(bytes, offset, n);
    left -= n;
    total += n;
    if (left == 0) {
      verify();
      if (!line().isEmpty()) {
        throw broken("has a chunk longer than its size says");
      }
    }
    return n;
  }

  private void next() throws IOException {
    String header = line();
    int semicolon = header.indexOf(';');
    left = size(semicolon < 0 ? header : header.substring(0, semicolon));
    signature =
        semicolon >= 0 && header.startsWith(SIGNATURE, semicolon)
            ? header.substring(semicolon + SIGNATURE.length())
            : "";
    if (left == 0) {
      ended = true;
      verify();
      trailers();
      if (expectedLength >= 0 && total != expectedLength) {
        throw broken(
            "has " + total + " bytes, x-amz-decoded-content-length says " + expectedLength);
      }
    }
  }

  private static long size(String hex) {
    if (hex.isEmpty()
        || hex.length() > MAX_SIZE_DIGITS
        || !hex.chars().allMatch(ChunkedBody::hex)) {
      throw broken("has a chunk without a size in hexadecimal");
    }
    return Long.parseLong(hex, 16);
  }

  private static boolean hex(int c) {
    return Character.digit(c, 16) >= 0 && c < 0x80;
  }

  private void verify() {
    if (signer != null) {
      signer.chunk(HexFormat.of().formatHex(digest.digest()), signature);
    }
  }

  /** Trailing headers up to an empty line or the end; their signature comes last. */
  private void trailers() throws IOException {
    StringBuilder signed = new StringBuilder();
    for (int i = 0; i < MAX_TRAILERS; i++) {
      String line = line();
      if (line.isEmpty()) {
        if (signer != null && !signed.isEmpty()) {
          throw broken("has trailing headers without x-amz-trailer-signature");
        }
        return;
      }
      if (!line.startsWith(TRAILER_SIGNATURE)) {
        signed.append(line).append('\n');
      } else if (signer != null) {
        signer.trailer(
            SigningKey.sha256(signed.toString()), line.substring(TRAILER_SIGNATURE.length()));
        return;
      }
    }
    throw broken("has more than " + MAX_TRAILERS + " trailing headers");
  }

  /** The next line without its CRLF; empty at the end. */
  private String line() throws IOException {
    byte[] line = new byte[MAX_LINE];
    int length = 0;
    for (int b = raw.read(); b >= 0; b = raw.read()) {
      if (b == '\n') {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        return new String(line, 0, end, StandardCharsets.UTF_8);
      }
      if (length == MAX_LINE) {
        throw broken("has a line longer than " + MAX_LINE + " bytes");
      }
      line[length++] = (byte) b;
    }
    return new String(line, 0, length, StandardCharsets.UTF_8);
  }

  private static Fault.Invalid broken(String how) {
    return new Fault.Invalid("the aws-chunked body " + how);
  }

  @Override
  public void close() throws IOException {
    raw.close();
  }
}
