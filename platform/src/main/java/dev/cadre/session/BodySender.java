package dev.cadre.session;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Sends a long body on a thread of its own, as an agent may answer before it has read all of it, or
 * without doing so.
 */
final class BodySender implements Runnable {
  private static final byte[] LINE_END = "\r\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final int BUFFER = 32 * 1024;

  private final AgentConnection to;
  private final InputStream body;
  private final long length;
  private final Thread thread;
  private volatile boolean sent;
  private volatile @Nullable Exception failure;

  /**
   * @param length of {@code body} in bytes, or -1 when it is not known and travels in chunks
   */
  BodySender(AgentConnection to, InputStream body, long length) {
    this.to = to;
    this.body = body;
    this.length = length;
    this.thread = Thread.ofVirtual().name("agent-request-body").unstarted(this);
  }

  void start() {
    thread.start();
  }

  /** Whether the agent has been sent the whole body. */
  boolean sent() {
    return sent;
  }

  /** Why the body could not be read, or null. That the agent reads no further is not told here. */
  @Nullable Exception failure() {
    return failure;
  }

  /** Ends the sending; returns when nobody reads the body any more. The connection is closed. */
  void stop() {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    byte[] buffer = new byte[BUFFER];
    long total = 0;
    try {
      int count = read(buffer, total);
      while (count >= 0) {
        send(buffer, count);
        total += count;
        count = read(buffer, total);
      }
      if (length < 0) {
        to.write(LAST_CHUNK, 0, LAST_CHUNK.length);
      }
      sent = true;
    } catch (IOException | RuntimeException e) {
      if (failure != null) {
        // The agent must not take a part for the whole.
        to.close();
      }
    }
  }

  private int read(byte[] buffer, long total) throws IOException {
    try {
      int count = body.read(buffer);
      if (count < 0 && length >= 0 && total < length) {
        throw new EOFException("the request's body is shorter than its Content-Length");
      }
      return count;
    } catch (IOException | RuntimeException e) {
      failure = e;
      throw e;
    }
  }

  private void send(byte[] buffer, int count) throws IOException {
    if (length >= 0) {
      to.write(buffer, 0, count);
    } else if (count > 0) {
      byte[] size = (Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
      byte[] chunk = new byte[size.length + count + LINE_END.length];
      System.arraycopy(size, 0, chunk, 0, size.length);
      System.arraycopy(buffer, 0, chunk, size.length, count);
      System.arraycopy(LINE_END, 0, chunk, size.length + count, LINE_END.length);
      to.write(chunk, 0, chunk.length);
    }
  }
}
