package dev.cadre.session;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** A connection to an agent, for one request at a time. Closing it cuts whoever reads or writes. */
final class AgentConnection implements AutoCloseable {
  private final SocketChannel channel;
  private final AgentInput input;
  private final OutputStream output;
  private final Consumer<AgentConnection> onClose;
  private Instant idleSince = Instant.EPOCH;

  private AgentConnection(SocketChannel channel, Socket socket, Consumer<AgentConnection> onClose)
      throws IOException {
    this.channel = channel;
    this.onClose = onClose;
    this.input = new AgentInput(socket.getInputStream());
    this.output = socket.getOutputStream();
  }

  /**
   * @param onClose is told when it is closed from this side, once or more
   */
  static AgentConnection open(Target target, Consumer<AgentConnection> onClose) throws IOException {
    SocketChannel channel = target.connect();
    try {
      Socket plain = channel.socket();
      plain.setTcpNoDelay(true);
      boolean tls = "https".equals(target.origin().getScheme());
      return new AgentConnection(channel, tls ? secured(plain, target) : plain, onClose);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static Socket secured(Socket plain, Target target) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket socket =
        (SSLSocket) factory.createSocket(plain, target.origin().getHost(), plain.getPort(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    return socket;
  }

  AgentInput input() {
    return input;
  }

  void write(byte[] bytes, int offset, int length) throws IOException {
    output.write(bytes, offset, length);
  }

  void rest(Instant now) {
    idleSince = now;
  }

  /** Since when no request has used it. */
  Instant idleSince() {
    return idleSince;
  }

  /**
   * Whether the agent has neither hung up nor sent anything since the last answer: a request may be
   * sent. One that was sent into a closed connection could not be sent again, as nobody knows
   * whether the agent has begun it.
   */
  boolean quiet() {
    try {
      channel.configureBlocking(false);
      boolean quiet = channel.read(ByteBuffer.allocate(1)) == 0;
      channel.configureBlocking(true);
      return quiet;
    } catch (IOException gone) {
      return false;
    }
  }

  @Override
  public void close() {
    onClose.accept(this);
    try {
      channel.close();
    } catch (IOException alreadyGone) {
      // Nothing can be sent on it either way.
    }
  }
}
