package dev.cadre.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Blocker;

/**
 * Carries bytes between a client's upgraded connection and a peer's channel. Each direction has one
 * virtual thread, so that a slow reader holds back only its own writer.
 */
final class Tunnel extends AbstractConnection implements Connection.UpgradeTo {
  private static final int BUFFER = 64 * 1024;

  private final SocketChannel peer;
  private final Runnable ended;
  private final AtomicBoolean over = new AtomicBoolean();
  private final ByteBuffer fromClient = ByteBuffer.allocate(BUFFER);
  private ByteBuffer early = ByteBuffer.allocate(0);

  Tunnel(EndPoint client, Executor executor, SocketChannel peer, Runnable ended) {
    super(client, executor);
    this.peer = peer;
    this.ended = ended;
  }

  /** What came behind the request's head, before the upgrade. */
  @Override
  public void onUpgradeTo(ByteBuffer buffer) {
    early = ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
  }

  @Override
  public void onOpen() {
    super.onOpen();
    // Silence is allowed; the session's own rules end what nobody uses.
    getEndPoint().setIdleTimeout(0);
    Thread.ofVirtual().name("tunnel-to-client").start(this::peerToClient);
    Thread.ofVirtual().name("tunnel-to-peer").start(this::earlyToPeer);
  }

  private void earlyToPeer() {
    try {
      while (early.hasRemaining()) {
        peer.write(early);
      }
      fillInterested();
    } catch (IOException gone) {
      close();
    }
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
