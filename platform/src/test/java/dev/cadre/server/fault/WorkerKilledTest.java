package dev.cadre.server.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL to a worker at every stage of an invocation. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WorkerKilledTest {
  private static final String SIGNAL = "signal 9 (SIGKILL)";

  private Platform platform;
  private Caller caller;
  private String agent;
  private final String session = Caller.newSession();

  @BeforeAll
  void up(@TempDir Path root) throws IOException, InterruptedException {
    platform = Platform.up(root.resolve("state"));
    caller = new Caller(platform.url());
    agent = caller.deploy("falling", "");
  }

  @AfterAll
  void down() {
    platform.close();
  }

  @Test
  void before_it_is_ready() throws Exception {
    String broken = caller.deploy("broken", "fall starting");
    assertTold(caller.ask(broken, session, "count"));
    assertThat(caller.session("broken", session).path("endReason").asString())
        .isEqualTo("INIT_FAILED");
  }

  @Test
  void while_it_reads_the_body() throws Exception {
    String session = Caller.newSession();
    assertTold(caller.ask(agent, session, "fall reading"));
    assertCrashed(session);
  }

  @Test
  void before_it_answers() throws Exception {
    String session = Caller.newSession();
    assertTold(caller.ask(agent, session, "fall answering"));
    assertCrashed(session);
  }

  @Test
  void in_mid_stream() throws Exception {
    String session = Caller.newSession();
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    boolean cut = false;
    try (InputStream events = caller.stream(agent, session, "fall streaming")) {
      events.transferTo(read);
    } catch (IOException e) {
      cut = true;
    }
    assertThat(cut).as("a stream that breaks off does not look whole").isTrue();
    assertThat(read.toString(UTF_8))
        .startsWith("data: 0\n\ndata: 1\n\nevent: error\ndata: ")
        .contains(SIGNAL)
        .contains("about to fall");
    assertCrashed(session);
  }

  @Test
  void after_the_answer() throws Exception {
    String session = Caller.newSession();
    assertThat(caller.ask(agent, session, "fall after").statusCode()).isEqualTo(200);
    assertCrashed(session);
    HttpResponse<String> next = caller.ask(agent, session, "count");
    assertThat(next.statusCode()).as(next.body()).isEqualTo(200);
    assertThat(Caller.json(next).path("count").asInt()).as("a new session").isEqualTo(1);
  }

  @Test
  void while_it_is_being_stopped() throws Exception {
    String stubborn = caller.deploy("stopping", "fall stopping");
    String session = Caller.newSession();
    assertThat(caller.ask(stubborn, session, "count").statusCode()).isEqualTo(200);
    assertThat(caller.stop("stopping", session).statusCode()).isEqualTo(200);
    assertThat(caller.session("stopping", session).path("endReason").asString())
        .isEqualTo("STOPPED");
  }

  private static void assertTold(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(424);
    assertThat(Caller.json(answer).path("message").asString())
        .contains(SIGNAL)
        .contains("about to fall");
  }

  private void assertCrashed(String session) throws InterruptedException {
    Caller.await(
        () -> caller.session("falling", session).path("endReason").asString("").equals("CRASHED"));
  }
}
