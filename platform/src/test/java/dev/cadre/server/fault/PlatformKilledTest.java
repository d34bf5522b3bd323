package dev.cadre.server.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** SIGKILL to the platform at every stage of an invocation, and a new one on the same state. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PlatformKilledTest {
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
  private Path state;
  private Platform platform;
  private Caller caller;
  private String agent;
  private String slow;
  private String stubborn;

  @BeforeAll
  void up(@TempDir Path root) throws IOException, InterruptedException {
    state = root.resolve("state");
    platform = Platform.up(state);
    caller = new Caller(platform.url());
    agent = caller.deploy("falling", "");
    slow = caller.deploy("slow", "slow");
    stubborn = caller.deploy("stubborn", "stubborn");
  }

  @AfterAll
  void down() {
    calls.shutdownNow();
    platform.close();
  }

  @Test
  void before_the_worker_is_ready() throws Exception {
    String session = Caller.newSession();
    int before = Left.agents(state).size();
    calls.submit(() -> caller.ask(slow, session, "count"));
    Caller.await(() -> Left.agents(state).size() > before);
    awaitState("slow", session, "STARTING");
    killAndRestart();
    assertThat(caller.session("slow", session).path("state").asString()).isEqualTo("IDLE");
  }

  @Test
  void while_the_body_is_read() throws Exception {
    String session = Caller.newSession();
    assertCounted(session, 1);
    try (Socket _ = caller.half(agent, session)) {
      awaitState("falling", session, "BUSY");
      killAndRestart();
    }
    assertCounted(session, 2);
  }

  @Test
  void before_the_agent_answers() throws Exception {
    String session = Caller.newSession();
    assertCounted(session, 1);
    JsonNode before = caller.session("falling", session);
    calls.submit(() -> caller.ask(agent, session, "wait"));
    awaitState("falling", session, "BUSY");
    killAndRestart();
    assertCounted(session, 2);
    JsonNode after = caller.session("falling", session);
    assertThat(after.path("createdAt")).isEqualTo(before.path("createdAt"));
    assertThat(after.path("workerPid")).isNotEqualTo(before.path("workerPid"));
  }

  @Test
  void in_mid_stream() throws Exception {
    String session = Caller.newSession();
    assertCounted(session, 1);
    try (InputStream events = caller.stream(agent, session, "endless")) {
      assertThat(events.readNBytes(9)).hasSize(9);
      killAndRestart();
    }
    assertCounted(session, 2);
  }

  @Test
  void after_the_answer() throws Exception {
    String session = Caller.newSession();
    assertCounted(session, 1);
    killAndRestart();
    assertCounted(session, 2);
  }

  @Test
  void after_a_stop_that_was_answered() throws Exception {
    String session = Caller.newSession();
    assertCounted(session, 1);
    assertThat(caller.stop("falling", session).statusCode()).isEqualTo(200);
    killAndRestart();
    JsonNode stopped = caller.session("falling", session);
    assertThat(stopped.path("endReason").asString("")).as(stopped.toString()).isEqualTo("STOPPED");
    assertCounted(session, 1);
  }

  @Test
  void while_a_session_is_being_stopped() throws Exception {
    String session = Caller.newSession();
    assertThat(caller.ask(stubborn, session, "count").statusCode()).isEqualTo(200);
    calls.submit(() -> caller.stop("stubborn", session));
    awaitState("stubborn", session, "STOPPING");
    killAndRestart();
    HttpResponse<String> next = caller.ask(stubborn, session, "count");
    assertThat(next.statusCode()).as(next.body()).isEqualTo(200);
  }

  @Test
  void during_a_deployment() throws Exception {
    ObjectNode created = caller.create("hurried", "");
    killAndRestart();
    caller.awaitReady(created.path("agentRuntimeId").asString());
    String arn = created.path("agentRuntimeArn").asString();
    assertThat(caller.ask(arn, Caller.newSession(), "count").statusCode()).isEqualTo(200);
  }

  @Test
  void a_session_goes_on_with_its_version_though_its_agent_was_updated() throws Exception {
    String arn = caller.deploy("updated", "");
    String session = Caller.newSession();
    assertThat(caller.ask(arn, session, "count").statusCode()).isEqualTo(200);
    caller.update(arn.substring(arn.lastIndexOf('/') + 1), "stubborn");
    killAndRestart();
    HttpResponse<String> next = caller.ask(arn, session, "count");
    assertThat(next.statusCode()).as(next.body()).isEqualTo(200);
    assertThat(Caller.json(next).path("count").asInt()).isEqualTo(2);
    assertThat(caller.session("updated", session).path("version").asInt()).isEqualTo(1);
  }

  @Test
  void a_second_platform_on_the_state_says_who_holds_it() throws Exception {
    Process refused = Platform.start(state);
    try {
      assertThat(refused.waitFor()).isEqualTo(1);
      assertThat(Platform.errors(state))
          .contains("is held by process " + platform.pid())
          .contains(platform.url().toString());
    } finally {
      refused.destroyForcibly();
    }
  }

  /** What the guarantees say of any stage is asked here; what of one, in its test. */
  private void killAndRestart() throws IOException, InterruptedException {
    platform.kill();
    platform = Platform.up(state);
    caller = new Caller(platform.url());
    assertThat(Left.agents(state)).as("orphaned agents").isEmpty();
    assertThat(Left.databases(state)).as("database servers").hasSize(1);
    caller.awaitReady(agent.substring(agent.lastIndexOf('/') + 1));
  }

  private void awaitState(String agent, String session, String state) throws InterruptedException {
    Caller.await(() -> caller.session(agent, session).path("state").asString("").equals(state));
  }

  private void assertCounted(String session, int count) throws IOException, InterruptedException {
    HttpResponse<String> answer = caller.ask(agent, session, "count");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(Caller.json(answer).path("count").asInt()).isEqualTo(count);
  }
}
