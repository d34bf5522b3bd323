package dev.cadre.bench;

import dev.cadre.sdk.AgentApp;
import dev.cadre.sdk.Payload;
import dev.cadre.sdk.RequestContext;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The agent that is measured: an echo, and streams of {@code chunks} numbers, {@code pause}
 * milliseconds apart. It does as little as an agent can, so that what is measured is the way to it.
 */
final class BenchAgent {
  private static final long MAX_CHUNKS = 100_000;
  private static final long MAX_PAUSE_MILLIS = 60_000;

  private BenchAgent() {}

  static AgentApp app() {
    return AgentApp.create().entrypoint(BenchAgent::answer);
  }

  static void serve() throws IOException {
    app().run();
  }

  private static @Nullable Object answer(Payload payload, RequestContext context)
      throws InterruptedException {
    if (payload.get("chunks") instanceof Long chunks) {
      long pause = payload.get("pause") instanceof Long millis ? millis : 0;
      stream(Math.min(chunks, MAX_CHUNKS), Math.clamp(pause, 0, MAX_PAUSE_MILLIS), context);
      return null;
    }
    return Map.of("message", payload.text("prompt", ""));
  }

  private static void stream(long chunks, long pauseMillis, RequestContext context)
      throws InterruptedException {
    for (long i = 0; i < chunks; i++) {
      context.stream().send(i);
      Thread.sleep(pauseMillis);
    }
  }
}
