package dev.cadre.surface;

import dev.cadre.harness.TurnEvent;
import dev.cadre.harness.TurnSink;
import dev.cadre.http.Exchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is shown as it comes. It begins with its first frame, so that a turn which fails
 * before can still be refused with a status.
 */
final class StreamedAnswer implements TurnSink, AutoCloseable {
  private final Exchange exchange;
  private final String contentType;
  private final Encoder encoder;
  private final Function<OutputStream, Wire> wires;
  private @Nullable OutputStream out;
  private @Nullable Wire wire;

  StreamedAnswer(
      Exchange exchange, String contentType, Encoder encoder, Function<OutputStream, Wire> wires) {
    this.exchange = exchange;
    this.contentType = contentType;
    this.encoder = encoder;
    this.wires = wires;
  }

  @Override
  public void accept(TurnEvent event) throws IOException {
    if (event instanceof TurnEvent.Failed && wire == null) {
      return;
    }
    for (Frame frame : encoder.frames(event)) {
      begin().write(frame);
    }
  }

  /** False while nothing was sent: the exchange is still to be answered. */
  boolean begun() {
    return wire != null;
  }

  /** Says that the answer is whole, though nothing may have been said. */
  void end() throws IOException {
    begin();
    if (out != null) {
      out.close();
    }
  }

  private Wire begin() throws IOException {
    Wire now = wire;
    if (now == null) {
      out = exchange.stream(200, contentType);
      now = wires.apply(out);
      wire = now;
    }
    return now;
  }

  @Override
  public void close() {
    if (wire != null) {
      wire.close();
    }
  }
}
