package dev.cadre.sdk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The server's end of one WebSocket (RFC 6455). */
final class WireSocket implements AgentSocket {
  private static final int FRAME_BYTES = 64 << 10;
  private static final int CONTINUATION = 0;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  private final FrameReader frames;
  private final OutputStream out;
  private final int messageBytes;
  private final Object sending = new Object();
  private boolean closeSent;
  private volatile boolean ended;
  private volatile boolean broken;

  WireSocket(WireInput in, OutputStream out, int messageBytes) {
    this.frames = new FrameReader(in, messageBytes);
    this.out = out;
    this.messageBytes = messageBytes;
  }

  @Override
  public @Nullable Message receive() throws IOException {
    try {
      return ended ? null : nextMessage();
    } catch (ProtocolError error) {
      finish(error.code);
      ended = true;
      return null;
    } catch (IOException gone) {
      ended = true;
      broken = true;
      return null;
    }
  }

  private @Nullable Message nextMessage() throws IOException, ProtocolError {
    int opcode = CONTINUATION;
    ByteArrayOutputStream parts = new ByteArrayOutputStream(0);
    while (true) {
      FrameReader.Frame frame = frames.next();
      if (frame.opcode() >= CLOSE) {
        if (control(frame)) {
          return null;
        }
        continue;
      }
      if ((frame.opcode() == CONTINUATION) != (opcode != CONTINUATION)) {
        throw new ProtocolError(1002);
      }
      opcode = opcode == CONTINUATION ? frame.opcode() : opcode;
      if (parts.size() + frame.payload().length > messageBytes) {
        throw new ProtocolError(1009);
      }
      parts.write(frame.payload());
      if (frame.last()) {
        byte[] whole = parts.toByteArray();
        return opcode == TEXT ? new Message.Text(text(whole)) : new Message.Binary(whole);
      }
    }
  }

  /** Answers a control frame; true when it was the end. */
  private boolean control(FrameReader.Frame frame) throws IOException, ProtocolError {
    if (frame.opcode() == PING) {
      synchronized (sending) {
        if (!closeSent) {
          write(PONG, true, frame.payload(), 0, frame.payload().length);
        }
      }
    } else if (frame.opcode() == CLOSE) {
      byte[] payload = frame.payload();
      if (payload.length == 1) {
        throw new ProtocolError(1002);
      }
      ended = true;
      int code = payload.length == 0 ? 1000 : (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
      sendClose(isSendable(code) ? code : 1002, "");
      return true;
    }
    return false;
  }

  private static String text(byte[] bytes) throws ProtocolError {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException malformed) {
      throw new ProtocolError(1007);
    }
  }

  @Override
  public void sendText(String text) throws IOException {
    send(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void sendBinary(byte[] bytes) throws IOException {
    send(BINARY, bytes);
  }

  private void send(int opcode, byte[] bytes) throws IOException {
    synchronized (sending) {
      if (closeSent) {
        throw new IOException("the WebSocket is closed");
      }
      int offset = 0;
      do {
        int length = Math.min(FRAME_BYTES, bytes.length - offset);
        boolean last = offset + length == bytes.length;
        write(offset == 0 ? opcode : CONTINUATION, last, bytes, offset, length);
        offset += length;
      } while (offset < bytes.length);
    }
  }

  @Override
  public void close(int code, String reason) throws IOException {
    if (code != 1000 && (code < 3000 || code > 4999)) {
      throw new IllegalArgumentException("a close code is 1000 or 3000 to 4999, not " + code);
    }
    if (reason.getBytes(StandardCharsets.UTF_8).length > 123) {
      throw new IllegalArgumentException("a close reason is 123 bytes at most");
    }
    sendClose(code, reason);
  }

  /** Ends the conversation from this side, unless it has ended. */
  void finish(int code) throws IOException {
    if (!broken) {
      sendClose(code, "");
    }
  }

  /** Tells the client that the agent stops; what it does with the news decides how this ends. */
  void goAway() {
    try {
      sendClose(1001, "the agent is stopping");
    } catch (IOException gone) {
      broken = true;
    }
  }

  boolean broken() {
    return broken;
  }

  /** Reads on until the client's close has come, so that ours is not lost to a reset. */
  void awaitClose(long deadlineNanos) {
    while (!ended && !broken && System.nanoTime() - deadlineNanos < 0) {
      try {
        ended = frames.next().opcode() == CLOSE;
      } catch (IOException | ProtocolError gone) {
        broken = true;
      }
    }
  }

  private void sendClose(int code, String reason) throws IOException {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    byte[] payload = new byte[2 + text.length];
    payload[0] = (byte) (code >> 8);
    payload[1] = (byte) code;
    System.arraycopy(text, 0, payload, 2, text.length);
    synchronized (sending) {
      if (!closeSent) {
        closeSent = true;
        write(CLOSE, true, payload, 0, payload.length);
      }
    }
  }

  /** One write to the socket for each frame; a server's frames are not masked (RFC 6455, 5.1). */
  private void write(int opcode, boolean last, byte[] bytes, int offset, int length)
      throws IOException {
    int head = length < 126 ? 2 : length < 65_536 ? 4 : 10;
    ByteBuffer frame = ByteBuffer.allocate(head + length);
    frame.put((byte) (last ? 0x80 | opcode : opcode));
    if (head == 2) {
      frame.put((byte) length);
    } else if (head == 4) {
      frame.put((byte) 126).putShort((short) length);
    } else {
      frame.put((byte) 127).putLong(length);
    }
    frame.put(bytes, offset, length);
    try {
      out.write(frame.array());
    } catch (IOException gone) {
      broken = true;
      throw gone;
    }
  }

  /** The codes that may stand in a close frame (RFC 6455, 7.4). */
  private static boolean isSendable(int code) {
    return (code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006)
        || (code >= 3000 && code <= 4999);
  }

  /** What the client did against the protocol, as the code to close with. */
  static final class ProtocolError extends Exception {
    private static final long serialVersionUID = 1;
    private final int code;

    ProtocolError(int code) {
      super(null, null, false, false);
      this.code = code;
    }
  }
}
