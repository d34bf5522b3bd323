package dev.cadre.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cadre.fault.Fault;
import dev.cadre.http.Exchange;
import dev.cadre.http.Routes;
import dev.cadre.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /cadre/v1/live}: server-sent events that name what changed. */
final class LiveRoutes {
  private static final Duration QUIET = Duration.ofSeconds(15);
  private static final int MAX_WATCHERS = 500;

  private final Pulse pulse;
  private final Semaphore places = new Semaphore(MAX_WATCHERS);

  LiveRoutes(Pulse pulse) {
    this.pulse = pulse;
  }

  void bind(Routes routes) {
    routes.add("GET", "/cadre/v1/live", this::watch);
  }

  private void watch(Exchange exchange) throws IOException, InterruptedException {
    if (!places.tryAcquire()) {
      throw new Fault.Throttled(
          MAX_WATCHERS + " pages watch already; close some, or reload this one later", QUIET);
    }
    try (Pulse.Watch watch = pulse.watch()) {
      exchange.responseHeader("Cache-Control", "no-cache");
      try (OutputStream out = exchange.stream(200, "text/event-stream")) {
        write(out, ":\n\n");
        while (pulse.open()) {
          Set<String> topics = watch.next(QUIET);
          write(out, topics.isEmpty() ? ":\n\n" : event(topics));
        }
      }
    } finally {
      places.release();
    }
  }

  private static String event(Set<String> topics) {
    ObjectNode data = Json.object();
    ArrayNode list = data.putArray("topics");
    topics.stream().sorted().forEach(list::add);
    return "event: changed\ndata: " + Json.text(data) + "\n\n";
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.flush();
  }
}
