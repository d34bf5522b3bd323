package dev.cadre.a2a;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.json.Json;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What becomes of a task when the platform stops while it is worked on. */
@Timeout(60)
class RestartTest {

  private static ObjectNode held(Served served, ScriptedAgent agent) throws InterruptedException {
    ObjectNode params = Client.params(Client.said("hold"));
    params.putObject("configuration").put("returnImmediately", true);
    try (Client client = new Client(served.url())) {
      JsonNode task = client.result("SendMessage", params).path("task");
      assertThat(agent.held.poll(10, TimeUnit.SECONDS)).isNotNull();
      return Json.object().put("id", task.path("id").asString());
    }
  }

  @Test
  void it_goes_on_by_the_same_key_where_its_agent_can() throws Exception {
    ScriptedAgent before = new ScriptedAgent();
    Served first = new Served(before, 0);
    ObjectNode id = held(first, before);
    ScriptedAgent after = new ScriptedAgent();
    try (Served second = first.restarted(after);
        Client client = new Client(second.url())) {
      TaskAgent.Work work = after.held.poll(10, TimeUnit.SECONDS);
      assertThat(work).isNotNull();
      assertThat(work.key()).isEqualTo(before.works.getFirst().key());
      assertThat(work.session()).isEqualTo(before.works.getFirst().session());
      assertThat(client.result("GetTask", id).path("status").path("state").asString())
          .isEqualTo("TASK_STATE_WORKING");
      after.release.countDown();
      // Until the task is over; whoever asks then is refused at once.
      client.stream("1.0", "SubscribeToTask", id);
      JsonNode done = client.result("GetTask", id);
      assertThat(done.path("artifacts").path(0).path("parts").path(0).path("text").asString())
          .isEqualTo("first second");
    }
  }

  @Test
  void it_fails_and_says_so_where_nobody_can_tell_what_was_done() throws Exception {
    ScriptedAgent before = new ScriptedAgent();
    Served first = new Served(before, 0);
    ObjectNode id = held(first, before);
    try (Served second = first.restarted(new Forgetful());
        Client client = new Client(second.url())) {
      JsonNode task = client.result("GetTask", id);
      assertThat(task.path("status").path("state").asString()).isEqualTo("TASK_STATE_FAILED");
      assertThat(task.path("status").toString()).contains("The platform stopped");
    }
  }

  /** An agent that cannot go on where it was. */
  private static final class Forgetful implements TaskAgent {
    @Override
    public @Nullable ObjectNode message(Work work) {
      return null;
    }

    @Override
    public void work(Work work, Updates updates) {
      throw new AssertionError("the work would be done twice");
    }

    @Override
    public boolean resumes(String agent) {
      return false;
    }

    @Override
    public void cancel(Work work) {}
  }
}
