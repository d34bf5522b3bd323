package dev.cadre.a2a;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.cadre.json.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Push notifications, from a client's web hook. */
class HooksTest {
  private record Received(String authorization, String token, JsonNode body) {}

  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final AtomicInteger failures = new AtomicInteger();
  private Served served;
  private Client client;
  private HttpServer hook;

  @BeforeEach
  void start() throws IOException {
    served = new Served(new ScriptedAgent(), 0);
    client = new Client(served.url());
    hook = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    hook.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          boolean fails = failures.getAndDecrement() > 0;
          if (!fails) {
            received.add(
                new Received(
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                    String.valueOf(
                        exchange.getRequestHeaders().getFirst("X-A2A-Notification-Token")),
                    Json.parse(body)));
          }
          exchange.sendResponseHeaders(fails ? 503 : 200, -1);
          exchange.close();
        });
    hook.start();
  }

  @AfterEach
  void stop() {
    client.close();
    hook.stop(0);
    served.close();
  }

  private ObjectNode config() {
    ObjectNode config =
        Json.object()
            .put("id", "mine")
            .put("url", "http://127.0.0.1:" + hook.getAddress().getPort() + "/tasks")
            .put("token", "for this task");
    config.putObject("authentication").put("scheme", "Bearer").put("credentials", "s3cret");
    return config;
  }

  private JsonNode sent(String version, String method) {
    ObjectNode message =
        version.isEmpty() ? Form03.messageTo(Client.said("hi")) : Client.said("hi");
    ObjectNode params = Client.params(message);
    params
        .putObject("configuration")
        .set(version.isEmpty() ? "pushNotificationConfig" : "taskPushNotificationConfig", config());
    return client.rpc(version, method, params).path("result");
  }

  private JsonNode next() throws InterruptedException {
    Received next = received.poll(15, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    assertThat(next.authorization()).isEqualTo("Bearer s3cret");
    assertThat(next.token()).isEqualTo("for this task");
    return next.body();
  }

  @Test
  void each_change_is_sent_in_order_with_what_the_client_asked_to_be_shown() throws Exception {
    sent("1.0", "SendMessage");
    assertThat(next().path("statusUpdate").path("status").path("state").asString())
        .isEqualTo("TASK_STATE_WORKING");
    assertThat(next().path("artifactUpdate").toString()).contains("echo: hi");
    assertThat(next().path("statusUpdate").path("status").path("state").asString())
        .isEqualTo("TASK_STATE_COMPLETED");
  }

  @Test
  void in_0_3_the_task_is_sent() throws Exception {
    sent("", "message/send");
    assertThat(next().path("status").path("state").asString()).isEqualTo("working");
    JsonNode done = next();
    assertThat(done.path("kind").asString()).isEqualTo("task");
    assertThat(done.path("status").path("state").asString()).isEqualTo("completed");
    assertThat(done.path("artifacts").toString()).contains("echo: hi");
  }

  @Test
  void a_hook_in_trouble_is_tried_again() throws Exception {
    failures.set(1);
    sent("1.0", "SendMessage");
    assertThat(next().has("statusUpdate")).isTrue();
  }

  @Test
  void configurations_are_read_listed_and_deleted_and_secrets_rest_sealed() {
    JsonNode task = sent("1.0", "SendMessage").path("task");
    ObjectNode one = Json.object().put("taskId", task.path("id").asString()).put("id", "mine");
    JsonNode read = client.result("GetTaskPushNotificationConfig", one);
    assertThat(read.path("authentication").path("credentials").asString()).isEqualTo("s3cret");
    assertThat(
            served
                .database()
                .database()
                .list("select sealed from a2a_push", row -> row.getString(1)))
        .hasSize(1)
        .noneMatch(text -> text.contains("s3cret"));
    assertThat(client.result("ListTaskPushNotificationConfigs", one).path("configs").size())
        .isEqualTo(1);
    client.result("DeleteTaskPushNotificationConfig", one);
    client.result("DeleteTaskPushNotificationConfig", one);
    assertThat(client.code("GetTaskPushNotificationConfig", one)).isEqualTo(-32001);
  }

  @Test
  void an_address_that_is_none_is_refused_before_anything_begins() {
    ObjectNode params = Client.params(Client.said("hi"));
    params
        .putObject("configuration")
        .putObject("taskPushNotificationConfig")
        .put("url", "ftp://somewhere");
    assertThat(client.code("SendMessage", params)).isEqualTo(-32602);
    assertThat(client.result("ListTasks", Json.object()).path("totalSize").asInt()).isZero();
    ObjectNode split = Client.params(Client.said("hi"));
    split
        .putObject("configuration")
        .set("taskPushNotificationConfig", config().put("token", "a\nb: c"));
    assertThat(client.code("SendMessage", split)).isEqualTo(-32602);
  }
}
