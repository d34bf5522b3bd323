package dev.cadre.harness;

import java.net.http.HttpClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One HTTP client for all hooks, made when the first is asked: most agents have none. */
final class HookClient implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private @Nullable HttpClient client;

  synchronized HttpClient get() {
    HttpClient made = client;
    if (made == null) {
      made = HttpClient.newBuilder().connectTimeout(CONNECT).build();
      client = made;
    }
    return made;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.shutdownNow();
    }
  }
}
