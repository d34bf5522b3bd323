package dev.cadre.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;

class EventStreamTest {
  private final List<Integer> flushed = new ArrayList<>();
  private final ByteArrayOutputStream wire =
      new ByteArrayOutputStream() {
        @Override
        public void flush() {
          flushed.add(size());
        }
      };

  private List<Message> decoded() {
    List<Message> messages = new ArrayList<>();
    MessageDecoder decoder = new MessageDecoder(messages::add);
    for (byte b : wire.toByteArray()) {
      decoder.feed(ByteBuffer.wrap(new byte[] {b}));
    }
    return messages;
  }

  @Test
  void the_official_decoder_reads_what_was_written() throws IOException {
    EventStream stream = new EventStream(wire);
    stream.event("chunk", Json.object().put("text", "grüß"));
    stream.exception("runtimeClientError", Json.object().put("message", "gone"));

    List<Message> messages = decoded();
    assertThat(messages).hasSize(2);
    Message event = messages.getFirst();
    assertThat(event.getHeaders().get(":message-type").getString()).isEqualTo("event");
    assertThat(event.getHeaders().get(":event-type").getString()).isEqualTo("chunk");
    assertThat(new String(event.getPayload(), StandardCharsets.UTF_8))
        .isEqualTo("{\"text\":\"grüß\"}");
    Message exception = messages.getLast();
    assertThat(exception.getHeaders().get(":message-type").getString()).isEqualTo("exception");
    assertThat(exception.getHeaders().get(":exception-type").getString())
        .isEqualTo("runtimeClientError");
  }

  @Test
  void each_message_is_on_the_wire_before_the_call_returns() throws IOException {
    EventStream stream = new EventStream(wire);
    stream.event("chunk", Json.object());
    int first = wire.size();
    stream.event("chunk", Json.object());
    assertThat(flushed).containsExactly(first, wire.size());
  }
}
