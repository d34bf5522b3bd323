package dev.cadre.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Blocker;

/**
 * Carries bytes between a client's upgraded connection and a peer's channel. Each direction has one
 * virtual thread, so that a slow reader holds back only its own writer.
 */
final class Tunnel extends AbstractConnection {
  private static final int BUFFER = 64 * 1024;

  private final SocketChannel peer;
  private final Runnable ended;
  private final AtomicBoolean over = new AtomicBoolean();
  private final ByteBuffer fromClient = ByteBuffer.allocate(BUFFER);

  Tunnel(EndPoint client, Executor executor, SocketChannel peer, Runnable ended) {
    super(client, executor);
    this.peer = peer;
    this.ended = ended;
  }

  @Override
  public void onOpen() {
    super.onOpen();
    Thread.ofVirtual().name("tunnel").start(this::peerToClient);
    fillInterested();
  }

  private void peerToClient() {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try {
      while (peer.read(buffer.clear()) >= 0) {
        try (Blocker.Callback written = Blocker.callback()) {
          getEndPoint().write(written, buffer.flip());
          written.block();
        }
      }
    } catch (IOException gone) {
      // Either side hung up; closing both is all there is to do.
    } finally {
      close();
    }
  }

  /**
   * Client to peer. Jetty calls it on a thread of its pool, where blocking is allowed, whenever
   * bytes arrive.
   */
  @Override
  public void onFillable() {
    try {
      while (true) {
        // Jetty hands over buffers ready to read, with the bytes between position and limit.
        int read = getEndPoint().fill(fromClient.clear().limit(0));
        if (read < 0) {
          close();
          return;
        }
        if (read == 0) {
          fillInterested();
          return;
        }
        while (fromClient.hasRemaining()) {
          peer.write(fromClient);
        }
      }
    } catch (IOException gone) {
      close();
    }
  }

  @Override
  protected boolean onReadTimeout(java.util.concurrent.TimeoutException timeout) {
    // Silence is allowed; the session's own idle rule ends what nobody uses.
    return false;
  }

  @Override
  public void close() {
    if (over.compareAndSet(false, true)) {
      try {
        peer.close();
      } catch (IOException alreadyGone) {
        // Closing is best effort.
      }
      super.close();
      ended.run();
    }
  }

  @Override
  public void onClose(Throwable cause) {
    close();
    super.onClose(cause);
  }
}
