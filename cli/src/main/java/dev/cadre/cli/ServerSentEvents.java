package dev.cadre.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Reads a stream of server-sent events and gives the data of each to a sink as soon as the event is
 * complete. An event with several data lines is one text with line breaks; comments (heartbeats)
 * and other fields say nothing here. An event that the end cuts off is still given: its data came.
 */
final class ServerSentEvents {
  private final Consumer<String> sink;
  private final StringBuilder data = new StringBuilder();
  private boolean pending;

  ServerSentEvents(Consumer<String> sink) {
    this.sink = sink;
  }

  void read(InputStream in) throws IOException {
    var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.isEmpty()) {
        emit();
      } else if (line.startsWith("data:")) {
        String value = line.substring(5);
        data.append(pending ? "\n" : "").append(value.startsWith(" ") ? value.substring(1) : value);
        pending = true;
      }
    }
    emit();
  }

  private void emit() {
    if (pending) {
      sink.accept(data.toString());
      data.setLength(0);
      pending = false;
    }
  }
}
