package dev.cadre.sdk;

import dev.cadre.sdk.WireSocket.ProtocolError;
import java.io.EOFException;
import java.io.IOException;

/** Reads the frames of a client (RFC 6455, 5.2): masked, without extensions, within the limit. */
final class FrameReader {
  private final WireInput in;
  private final int limit;

  FrameReader(WireInput in, int limit) {
    this.in = in;
    this.limit = limit;
  }

  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  record Frame(int opcode, boolean last, byte[] payload) {}

  Frame next() throws IOException, ProtocolError {
    int first = octet();
    int second = octet();
    boolean last = (first & 0x80) != 0;
    int opcode = first & 0x0f;
    boolean control = opcode >= 8;
    boolean known = opcode <= 2 || (opcode >= 8 && opcode <= 10);
    if ((first & 0x70) != 0 || (second & 0x80) == 0 || !known || (control && !last)) {
      throw new ProtocolError(1002);
    }
    long length = length(second & 0x7f);
    if (control && length > 125) {
      throw new ProtocolError(1002);
    }
    if (length > limit) {
      throw new ProtocolError(1009);
    }
    byte[] mask = exactly(4);
    byte[] payload = exactly((int) length);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i & 3];
    }
    return new Frame(opcode, last, payload);
  }

  private long length(int small) throws IOException, ProtocolError {
    int octets = small < 126 ? 0 : small == 126 ? 2 : 8;
    long length = octets == 0 ? small : 0;
    for (int i = 0; i < octets; i++) {
      length = length << 8 | octet();
    }
    if (length < 0) {
      throw new ProtocolError(1002);
    }
    return length;
  }

  private int octet() throws IOException {
    int octet = in.read();
    if (octet < 0) {
      throw new EOFException("the client left without closing");
    }
    return octet;
  }

  private byte[] exactly(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("the client left in the middle of a frame");
    }
    return bytes;
  }
}
