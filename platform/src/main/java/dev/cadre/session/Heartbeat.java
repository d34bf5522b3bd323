package dev.cadre.session;

import dev.cadre.time.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Copies an event stream to a client and puts a comment between two events when the agent is quiet,
 * so that nothing on the way takes the stream for dead. A comment is no event: clients ignore it,
 * and the events' bytes are the agent's.
 *
 * @see <a
 *     href="https://html.spec.whatwg.org/multipage/server-sent-events.html#authoring-notes">Server-sent
 *     events</a>
 */
final class Heartbeat {
  private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.UTF_8);
  private static final int BUFFER = 16 * 1024;

  /** The last two bytes but carriage returns, when an empty line has ended an event. */
  private static final int BETWEEN_EVENTS = '\n' << 8 | '\n';

  private final OutputStream out;
  private final InstantSource clock;
  private final Duration quiet;
  private final ReentrantLock writing = new ReentrantLock();
  private Instant lastWrite;
  private int tail = BETWEEN_EVENTS;
  private boolean over;

  private Heartbeat(OutputStream out, InstantSource clock, Duration quiet) {
    this.out = out;
    this.clock = clock;
    this.quiet = quiet;
    this.lastWrite = clock.instant();
  }

  /** The event that tells a client why its stream is cut. */
  @FunctionalInterface
  interface LastWord {
    byte[] of(IOException cause) throws IOException;
  }

  /**
   * Copies until the agent ends its stream.
   *
   * @param lastWord is written when the agent breaks off between two events; within one it would be
   *     taken for a part of it
   * @throws AnswerBody.BrokenOff when the agent breaks off
   */
  static void copyEvents(
      InputStream events,
      OutputStream out,
      InstantSource clock,
      Timer timer,
      Duration quiet,
      LastWord lastWord)
      throws IOException {
    Heartbeat heartbeat = new Heartbeat(out, clock, quiet);
    Timer.Cancellable beat = timer.every(quiet, heartbeat::beat);
    try {
      copy(events, BUFFER, heartbeat::write);
    } catch (AnswerBody.BrokenOff e) {
      if (heartbeat.betweenEvents()) {
        byte[] last = lastWord.of(e);
        heartbeat.write(last, last.length);
      }
      throw e;
    } finally {
      beat.cancel();
      heartbeat.end();
    }
  }

  /**
   * Copies bytes as they come until the agent ends its answer, each piece on the wire before the
   * next is read.
   *
   * @param length of the answer in bytes, or -1 when it is not known
   */
  static void copyBytes(InputStream bytes, OutputStream out, long length) throws IOException {
    copy(
        bytes,
        length < 0 ? BUFFER : Math.clamp(length, 1, BUFFER),
        (buffer, count) -> {
          out.write(buffer, 0, count);
          out.flush();
        });
  }

  private interface Writer {
    void write(byte[] buffer, int length) throws IOException;
  }

  private static void copy(InputStream in, int size, Writer writer) throws IOException {
    byte[] buffer = new byte[size];
    int length = in.read(buffer);
    while (length >= 0) {
      if (length > 0) {
        writer.write(buffer, length);
      }
      length = in.read(buffer);
    }
  }

  private boolean betweenEvents() {
    writing.lock();
    try {
      return tail == BETWEEN_EVENTS;
    } finally {
      writing.unlock();
    }
  }

  private void write(byte[] buffer, int length) throws IOException {
    writing.lock();
    try {
      out.write(buffer, 0, length);
      out.flush();
      lastWrite = clock.instant();
      for (int i = Math.max(0, length - 4); i < length; i++) {
        if (buffer[i] != '\r') {
          tail = (tail << 8 | (buffer[i] & 0xff)) & 0xffff;
        }
      }
    } finally {
      writing.unlock();
    }
  }

  private void beat() {
    // While a write is under way the stream is not quiet.
    if (!writing.tryLock()) {
      return;
    }
    try {
      if (!over && betweenEvents() && !clock.instant().isBefore(lastWrite.plus(quiet))) {
        out.write(COMMENT);
        out.flush();
      }
    } catch (IOException clientIsGone) {
      over = true;
    } finally {
      writing.unlock();
    }
  }

  private void end() {
    writing.lock();
    try {
      over = true;
    } finally {
      writing.unlock();
    }
  }
}
