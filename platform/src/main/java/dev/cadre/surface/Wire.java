package dev.cadre.surface;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cadre.http.EventStream;
import dev.cadre.json.Json;
import dev.cadre.time.Timer;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.node.ObjectNode;

/** Puts frames on a connection, each before the call returns. */
interface Wire extends AutoCloseable {
  void write(Frame frame) throws IOException;

  /** Ends what runs beside the stream; the stream itself is the caller's to close. */
  @Override
  void close();

  /** The AWS event stream encoding. */
  final class Binary implements Wire {
    private final EventStream events;

    Binary(OutputStream out) {
      this.events = new EventStream(out);
    }

    @Override
    public void write(Frame frame) throws IOException {
      switch (frame) {
        case Frame.Event(String name, ObjectNode data) -> events.event(name, data);
        case Frame.Failure(String name, ObjectNode data) -> events.exception(name, data);
      }
    }

    @Override
    public void close() {
      // Nothing runs beside it.
    }
  }

  /**
   * Server-sent events. A comment goes out when nothing else did for a while, so that nothing on
   * the way takes a model that thinks for a connection that is dead.
   */
  final class Sse implements Wire {
    private static final byte[] COMMENT = ":\n\n".getBytes(UTF_8);

    private final OutputStream out;
    private final boolean named;
    private final InstantSource clock;
    private final Duration quiet;
    private final Timer.Cancellable beat;
    private final ReentrantLock writing = new ReentrantLock();
    private Instant lastWrite;

    /**
     * @param named whether an event's name goes before its data
     */
    Sse(OutputStream out, boolean named, InstantSource clock, Timer timer, Duration quiet) {
      this.out = out;
      this.named = named;
      this.clock = clock;
      this.quiet = quiet;
      this.lastWrite = clock.instant();
      this.beat = timer.every(quiet, this::beat);
    }

    @Override
    public void write(Frame frame) throws IOException {
      switch (frame) {
        case Frame.Event(String name, ObjectNode data) -> event(name, data);
        case Frame.Failure(String name, ObjectNode data) -> event(name, data);
      }
    }

    private void event(String name, ObjectNode data) throws IOException {
      String first = named ? "event: " + name + "\n" : "";
      write((first + "data: " + Json.text(data) + "\n\n").getBytes(UTF_8));
    }

    private void write(byte[] bytes) throws IOException {
      writing.lock();
      try {
        out.write(bytes);
        out.flush();
        lastWrite = clock.instant();
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
        if (!clock.instant().isBefore(lastWrite.plus(quiet))) {
          write(COMMENT);
        }
      } catch (IOException clientIsGone) {
        beat.cancel();
      } finally {
        writing.unlock();
      }
    }

    @Override
    public void close() {
      beat.cancel();
    }
  }
}
