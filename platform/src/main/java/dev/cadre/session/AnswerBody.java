package dev.cadre.session;

import dev.cadre.session.AnswerHead.Framing;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;

/**
 * The body of an agent's answer as it arrives, without its chunks' lines. That the agent breaks off
 * is told from all else that may fail: it is a {@link BrokenOff}.
 */
final class AnswerBody extends InputStream {
  private static final Pattern SIZE = Pattern.compile("[0-9a-fA-F]{1,15}");
  private static final int MAX_TRAILERS = 100;

  private final AgentInput in;
  private final Framing framing;

  /** Bytes until the end of the body or of the chunk that is being read. */
  private long left;

  private boolean firstChunk = true;
  private boolean whole;

  AnswerBody(AgentInput in, Framing framing) {
    this.in = in;
    this.framing = framing;
    this.left =
        switch (framing) {
          case Framing.Length(long bytes) -> bytes;
          case Framing.Chunks() -> 0;
          case Framing.UntilClosed() -> Long.MAX_VALUE;
        };
    this.whole = left == 0 && framing instanceof Framing.Length;
  }

  /** An agent hung up, or was cut off, before its answer was whole. */
  static final class BrokenOff extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenOff(IOException cause) {
      super(cause);
    }
  }

  /** In bytes, or -1 when only its end will tell. */
  long length() {
    return framing instanceof Framing.Length(long bytes) ? bytes : -1;
  }

  /** Whether the connection ends with it. */
  boolean endsConnection() {
    return framing instanceof Framing.UntilClosed;
  }

  /** Whether the last byte has been read. */
  boolean whole() {
    return whole;
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
    try {
      return more() ? piece(bytes, offset, length) : -1;
    } catch (IOException e) {
      throw new BrokenOff(e);
    }
  }

  private int piece(byte[] bytes, int offset, int length) throws IOException {
    int count = in.read(bytes, offset, (int) Math.min(length, left));
    if (count < 0) {
      if (framing instanceof Framing.UntilClosed) {
        whole = true;
        return -1;
      }
      throw new EOFException("the agent closed the connection in the middle of its answer");
    }
    left -= count;
    whole = left == 0 && framing instanceof Framing.Length;
    return count;
  }

  /** Whether there is more to read; between two chunks this waits for the next one's line. */
  private boolean more() throws IOException {
    if (!whole && left == 0) {
      left = chunk();
      whole = left == 0;
    }
    return !whole;
  }

  private long chunk() throws IOException {
    if (!firstChunk && !in.line().isEmpty()) {
      throw new IOException("the agent's chunk is longer than it says");
    }
    firstChunk = false;
    String line = in.line();
    int extension = line.indexOf(';');
    String size = (extension < 0 ? line : line.substring(0, extension)).strip();
    if (!SIZE.matcher(size).matches()) {
      throw new IOException("the agent's chunk begins with '" + size + "', which is no length");
    }
    long length = Long.parseLong(size, 16);
    if (length == 0) {
      skipTrailers();
    }
    return length;
  }

  private void skipTrailers() throws IOException {
    for (int i = 0; !in.line().isEmpty(); i++) {
      if (i == MAX_TRAILERS) {
        throw new IOException("the agent sent more than " + MAX_TRAILERS + " trailers");
      }
    }
  }
}
