package dev.cadre.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Carries bytes both ways between two channels until both have ended. */
final class Relay {
  private static final int BUFFER = 16 * 1024;

  private Relay() {}

  /** Returns when both directions are done; closes both channels. */
  static void run(SocketChannel one, SocketChannel other) {
    try (one;
        other) {
      Thread back = Thread.ofVirtual().name("relay").start(() -> copy(other, one));
      copy(one, other);
      back.join();
    } catch (IOException e) {
      // Closing failed: both ends are gone already.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // A reset on one side ends both: half an answer must not look like a whole one.
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      return;
    }
  }
}
