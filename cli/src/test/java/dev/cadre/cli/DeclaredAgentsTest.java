package dev.cadre.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class DeclaredAgentsTest extends CommandLineTest {
  private static final String YAML = "name: support\ninstructions: Help.\n";
  private static final String CREATE = "PUT /runtimes/";
  private static final String INVOKE =
      "POST " + StandInPlatform.DATA + "/invocations?qualifier=DEFAULT";
  private static final String APPROVALS = "GET /cadre/v1/approvals";
  private static final String SESSION = "session-0123456789abcdef0123456789abcdef";
  private static final String WAITING =
      """
      {"approvals":[{"agentRuntimeId":"support-0123456789","sessionId":"%s","turnId":"t",
        "calls":[{"id":"c1","tool":"send","arguments":{"to":"ann"}}]}]}
      """
          .formatted(SESSION);
  private static final String DECIDE = "POST /cadre/v1/approvals/support-0123456789/" + SESSION;

  private static String events(String... data) {
    var events = new StringBuilder("data: {\"type\":\"started\",\"turnId\":\"t\"}\n\n");
    for (String each : data) {
      events.append("data: ").append(each).append("\n\n");
    }
    return events.toString();
  }

  private static StandInPlatform.Answer stream(String... data) {
    return StandInPlatform.text(200, "text/event-stream", events(data));
  }

  private void deployable(String name) throws IOException {
    Files.writeString(folder.resolve("agent.yaml"), YAML);
    platform.agents();
    platform.onJson(CREATE, StandInPlatform.agent(name, "CREATING"));
    String id = name + "-0123456789";
    platform.onJson("GET /runtimes/" + id + "/", StandInPlatform.agent(name, "READY"));
    platform.onJson("PUT /runtimes/" + id + "/", StandInPlatform.agent(name, "UPDATING"));
  }

  @Test
  void a_file_with_instructions_is_an_agent_and_goes_to_the_platform_as_it_is() throws Exception {
    deployable("support");
    assertThat(run("deploy", "agent.yaml")).as(err()).isZero();
    JsonNode sent = Json.parse(platform.last(CREATE).text());
    assertThat(sent.path("agentRuntimeName").asString()).isEqualTo("support");
    assertThat(sent.at("/agentRuntimeArtifact/declaredConfiguration/file").asString())
        .isEqualTo(YAML);
    assertThat(err()).contains("creating support").contains("version 1 is ready");
  }

  @Test
  void a_folder_of_one_is_found_and_may_get_another_name() throws Exception {
    deployable("other");
    assertThat(run("deploy", "--name", "other")).as(err()).isZero();
    assertThat(Json.parse(platform.last(CREATE).text()).path("agentRuntimeName").asString())
        .isEqualTo("other");
  }

  @Test
  void what_the_platform_says_of_the_file_is_shown() throws Exception {
    deployable("support");
    platform.on(
        CREATE,
        StandInPlatform.error(400, "ValidationException", "agent.yaml:2: instrutions is unknown"));
    assertThat(run("deploy", "agent.yaml")).isNotZero();
    assertThat(err()).contains("agent.yaml:2: instrutions is unknown");
  }

  @Test
  void a_turn_is_shown_as_it_goes() {
    platform.agents("support");
    platform.on(
        INVOKE,
        stream(
            "{\"type\":\"tool_started\",\"tool\":\"add\",\"arguments\":{\"a\":1}}",
            "{\"type\":\"tool_ended\",\"tool\":\"add\",\"error\":false,\"content\":[{\"text\":\"3\"}]}",
            "{\"type\":\"text\",\"delta\":\"It is \"}",
            "{\"type\":\"text\",\"delta\":\"3.\"}",
            "{\"type\":\"ended\",\"outcome\":\"answer\",\"answer\":\"It is 3.\"}"));
    assertThat(run("invoke", "support", "add", "--stream")).isZero();
    assertThat(out()).isEqualTo("It is 3.\n");
    assertThat(err()).contains("→ add {\"a\":1}").contains("← 3");
  }

  @Test
  void a_whole_answer_is_its_text_and_what_waits_is_told() {
    platform.agents("support");
    platform.onJson(
        INVOKE,
        "{\"turnId\":\"t\",\"outcome\":\"answer\",\"answer\":\"Hello\"}",
        "{\"turnId\":\"t\",\"outcome\":\"awaits_approval\",\"pending\":[{\"tool\":\"send\",\"arguments\":{}}]}");
    assertThat(run("invoke", "support", "hi")).isZero();
    assertThat(out()).isEqualTo("Hello\n");
    assertThat(run("invoke", "support", "send")).isZero();
    assertThat(err()).contains("waits for a person to allow send").contains("cadre approve");
  }

  @Test
  void what_waits_is_listed() {
    platform.onJson(APPROVALS, WAITING);
    assertThat(run("approve")).isZero();
    assertThat(out()).contains("support-0123456789").contains("send").contains("{\"to\":\"ann\"}");
  }

  @Test
  void a_call_is_allowed_or_refused_with_a_reason() {
    platform.agents("support");
    platform.onJson(APPROVALS, WAITING);
    platform.on(DECIDE, stream("{\"type\":\"text\",\"delta\":\"Sent.\"}", "{\"type\":\"ended\"}"));
    assertThat(run("approve", "support")).as(err()).isZero();
    assertThat(out()).isEqualTo("Sent.\n");
    assertThat(platform.last(DECIDE).text())
        .isEqualTo("{\"decisions\":[{\"id\":\"c1\",\"allowed\":true,\"reason\":null}]}");
    assertThat(run("approve", "support", "--deny", "--reason", "too dear")).isZero();
    assertThat(platform.last(DECIDE).text()).contains("\"allowed\":false,\"reason\":\"too dear\"");
    assertThat(run("approve", "support", SESSION + "x")).isEqualTo(Exit.NOT_FOUND.code());
  }

  @Test
  void dev_talks_to_what_was_saved_last() throws Exception {
    deployable("support_dev");
    String invoke =
        "POST " + StandInPlatform.DATA.replace("support", "support_dev") + "/invocations";
    platform.on(
        invoke,
        exchange -> {
          Files.writeString(folder.resolve("agent.yaml"), YAML + "description: better\n");
          platform.agents("support_dev");
          stream("{\"type\":\"text\",\"delta\":\"One\"}", "{\"type\":\"ended\"}").to(exchange);
        },
        stream("{\"type\":\"text\",\"delta\":\"Two\"}", "{\"type\":\"ended\"}"));
    typed = "hi\nagain\n/quit\nnever\n";
    assertThat(run("dev")).as(err()).isZero();
    assertThat(out()).isEqualTo("One\nTwo\n");
    assertThat(platform.last("PUT /runtimes/support_dev-0123456789/").text())
        .contains("description: better");
    assertThat(platform.seen().stream().filter(s -> s.line().equals(invoke))).hasSize(2);
  }

  @Test
  void dev_asks_for_what_waits_and_goes_on() throws Exception {
    deployable("support_dev");
    String invoke =
        "POST " + StandInPlatform.DATA.replace("support", "support_dev") + "/invocations";
    platform.on(
        invoke,
        exchange -> {
          String session = exchange.getRequestHeaders().getFirst(SessionIds.HEADER);
          platform.on(
              "POST /cadre/v1/approvals/support_dev-0123456789/" + session,
              stream("{\"type\":\"text\",\"delta\":\"Sent.\"}", "{\"type\":\"ended\"}"));
          stream(
                  "{\"type\":\"ended\",\"outcome\":\"awaits_approval\",\"pending\":"
                      + "[{\"id\":\"c1\",\"tool\":\"send\",\"arguments\":{\"to\":\"ann\"}}]}")
              .to(exchange);
        });
    typed = "send it\ny\n";
    assertThat(run("dev", "agent.yaml")).as(err()).isZero();
    assertThat(err()).contains("allow send {\"to\":\"ann\"}? [y/N]");
    assertThat(out()).isEqualTo("Sent.\n");
  }

  @Test
  void the_schema_is_printed_for_editors() {
    platform.onJson("GET /cadre/v1/schemas/agent", "{\"type\":\"object\"}");
    assertThat(run("schema")).isZero();
    assertThat(out()).contains("\"type\"");
  }
}
