package dev.cadre.server.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM to a platform at work. */
final class PlatformStoppedTest {
  /** Five seconds for invocations, three for workers, the rest for this machine. */
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(30);

  @Test
  void an_invocation_under_way_ends_and_an_endless_stream_is_told_why_it_is_cut(@TempDir Path root)
      throws Exception {
    Path state = root.resolve("state");
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    boolean cut = false;
    Path config = Files.writeString(root.resolve("cadre.yaml"), "sessions: {drain: 5s}");
    try (Platform platform = Platform.up(state, "--config", config.toString());
        ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
      Caller caller = new Caller(platform.url());
      String agent = caller.deploy("falling", "");
      String session = Caller.newSession();
      Future<HttpResponse<String>> waiting = calls.submit(() -> caller.ask(agent, session, "wait"));
      Caller.await(
          () -> caller.session("falling", session).path("state").asString("").equals("BUSY"));
      try (InputStream events = caller.stream(agent, Caller.newSession(), "endless")) {
        long begun = System.nanoTime();
        platform.terminate();
        assertThat(waiting.get().body()).isEqualTo("{\"waited\": 3}");
        cut = readToTheEnd(events, read);
        platform.awaitEnd();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(STOPS_WITHIN);
      }
    }
    assertThat(cut).as("a stream that breaks off does not look whole").isTrue();
    assertThat(read.toString(UTF_8)).contains("event: error").contains("the platform is stopping");
    assertThat(Left.agents(state)).isEmpty();
    assertThat(Left.databases(state)).isEmpty();
  }

  private static boolean readToTheEnd(InputStream events, ByteArrayOutputStream read) {
    try {
      events.transferTo(read);
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
