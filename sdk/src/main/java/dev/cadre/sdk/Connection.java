package dev.cadre.sdk;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: its requests one after the other, each answered before the next is read.
 */
final class Connection implements Runnable {
  private static final int LINGER_MILLIS = 1_000;
  private static final int LINGER_BYTES = 1 << 20;

  private final Socket socket;
  private final Contract contract;
  private final Runnable onEnd;
  private final Limits limits;
  private boolean busy;
  private boolean stopping;
  private @Nullable WireSocket webSocket;

  Connection(Socket socket, Contract contract, Runnable onEnd, Limits limits) {
    this.socket = socket;
    this.contract = contract;
    this.onEnd = onEnd;
    this.limits = limits;
  }

  @Override
  public void run() {
    try (socket) {
      socket.setTcpNoDelay(true);
      WireInput in = new WireInput(socket.getInputStream());
      RequestReader reader = new RequestReader(in, limits);
      while (waitForRequest(in) && serve(reader, in)) {
        // each round is one request
      }
    } catch (IOException gone) {
      // The client left or was silent for too long: there is nobody to tell.
    } finally {
      onEnd.run();
    }
  }

  /** Lets a connection that waits go, and one that works finish its answer. */
  void stop() {
    WireSocket open;
    synchronized (this) {
      stopping = true;
      if (!busy) {
        abort();
      }
      open = webSocket;
    }
    if (open != null) {
      // Not on this thread: a client that doesn't read would hold it up.
      Thread.ofVirtual().name("go away").start(open::goAway);
    }
  }

  void abort() {
    try {
      socket.close();
    } catch (IOException gone) {
      // It is closed either way.
    }
  }

  private boolean waitForRequest(WireInput in) throws IOException {
    socket.setSoTimeout(limits.idleMillis());
    if (!in.waitForByte()) {
      return false;
    }
    socket.setSoTimeout(limits.readMillis());
    synchronized (this) {
      busy = !stopping;
      return busy;
    }
  }

  private boolean serve(RequestReader reader, WireInput in) throws IOException {
    OutputStream out = socket.getOutputStream();
    Response response = new Response(out);
    try {
      RequestHead head = reader.head();
      WebSocketHandler handler = head.wantsWebSocket() ? contract.socketHandler(head) : null;
      if (handler != null && !Handshake.answer(head, response, out)) {
        return false;
      }
      if (handler != null) {
        talk(handler, head, in, out);
        return false;
      }
      response.suit(head, false); // until the body is read, only a refusal could be sent
      byte[] body = reader.body(head, response);
      response.suit(head, !isStopping());
      contract.answer(head, body, response);
    } catch (BadRequest refused) {
      response.sendError(refused.status(), refused.reason());
      drain(in);
      return false;
    }
    synchronized (this) {
      busy = false;
      return response.keepsConnection() && !stopping;
    }
  }

  private void talk(WebSocketHandler handler, RequestHead head, WireInput in, OutputStream out)
      throws IOException {
    socket.setSoTimeout(0);
    WireSocket open = new WireSocket(in, out, limits.messageBytes());
    boolean late;
    synchronized (this) {
      webSocket = open;
      late = stopping;
    }
    if (late) {
      open.goAway();
    }
    try {
      handler.handle(open, contract.socketContext(head));
      open.finish(1000);
    } catch (Exception | LinkageError | StackOverflowError failure) {
      if (!open.broken()) {
        Invocations.report(failure);
        open.finish(1011);
      }
    }
    socket.setSoTimeout(LINGER_MILLIS);
    open.awaitClose(System.nanoTime() + LINGER_MILLIS * 1_000_000L);
  }

  private synchronized boolean isStopping() {
    return stopping;
  }

  /** Reads on a little, as closing with unread input resets the connection and loses the answer. */
  private void drain(InputStream in) throws IOException {
    socket.shutdownOutput();
    socket.setSoTimeout(LINGER_MILLIS);
    byte[] scratch = new byte[8 << 10];
    int total = 0;
    int count = in.read(scratch);
    while (count > 0 && total < LINGER_BYTES) {
      total += count;
      count = in.read(scratch);
    }
  }
}
