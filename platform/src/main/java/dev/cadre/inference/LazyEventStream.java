package dev.cadre.inference;

import dev.cadre.http.EventStream;
import dev.cadre.http.Exchange;
import dev.cadre.json.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An AWS event stream whose response begins with the first event: what fails before has an HTTP
 * status, which SDKs understand better than an exception inside a stream.
 */
final class LazyEventStream implements EventOut {
  private final Exchange exchange;
  private @Nullable EventStream stream;

  LazyEventStream(Exchange exchange) {
    this.exchange = exchange;
  }

  @Override
  public void event(String type, ObjectNode payload) throws IOException {
    stream().event(type, payload);
  }

  @Override
  public void exception(Failure failure) throws IOException {
    stream()
        .exception(
            failure.event(),
            Json.object().put("message", String.valueOf(failure.fault().getMessage())));
  }

  private EventStream stream() throws IOException {
    EventStream begun = stream;
    if (begun == null) {
      begun = new EventStream(exchange.stream(200, EventStream.CONTENT_TYPE));
      stream = begun;
    }
    return begun;
  }
}
