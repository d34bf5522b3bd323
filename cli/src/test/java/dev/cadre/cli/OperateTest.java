package dev.cadre.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

final class OperateTest extends CommandLineTest {
  private static final String SESSION = "session-0123456789abcdef0123456789abcdef";
  private static final String COMMANDS = "POST " + StandInPlatform.DATA + "/commands";

  @BeforeEach
  void anAgent() {
    platform.agents("support");
  }

  @Test
  void exec_passes_on_output_and_exit_code() {
    platform.on(
        COMMANDS,
        events(
            event("{\"contentStart\":{}}"),
            event("{\"contentDelta\":{\"stdout\":\"a b\\n\"}}"),
            event("{\"contentDelta\":{\"stderr\":\"oops\\n\"}}"),
            event("{\"contentStop\":{\"exitCode\":42,\"status\":\"COMPLETED\"}}")));
    assertThat(run("exec", "support", "--session", SESSION, "--", "ls", "-la", "it's"))
        .isEqualTo(42);
    assertThat(out()).isEqualTo("a b\n");
    assertThat(err()).isEqualTo("oops\n");
    assertThat(platform.last(COMMANDS).text()).isEqualTo("{\"command\":\"ls -la 'it'\\\\''s'\"}");
    assertThat(platform.last(COMMANDS).headers()).containsEntry(SessionIds.HEADER, SESSION);
  }

  @Test
  void exec_tells_a_timeout_an_error_event_and_a_cut_stream_apart() {
    platform.on(
        COMMANDS,
        events(event("{\"contentStop\":{\"exitCode\":-1,\"status\":\"TIMED_OUT\"}}")),
        events(exception("runtimeClientError", "{\"message\":\"it crashed\"}")),
        events(event("{\"contentStart\":{}}")));
    String[] command = {"exec", "support", "--session", SESSION, "true"};
    assertThat(run(command)).isEqualTo(124);
    assertThat(run(command)).isEqualTo(Exit.AGENT_FAILED.code());
    assertThat(err()).contains("it crashed");
    assertThat(run(command)).isEqualTo(Exit.FAILED.code());
    assertThat(err()).contains("the stream ended before the command did");
  }

  @Test
  void list_follows_the_pages() {
    String page = "{\"agentRuntimes\":[%s],\"nextToken\":\"a+b\"}";
    platform.onJson(
        StandInPlatform.LIST, page.formatted(StandInPlatform.agent("support", "READY")));
    platform.onJson(
        StandInPlatform.LIST + "&nextToken=a%2Bb",
        "{\"agentRuntimes\":[" + StandInPlatform.agent("orders", "CREATE_FAILED") + "]}");
    assertThat(run("list")).isZero();
    assertThat(out())
        .isEqualTo(
            """
            NAME     STATUS         VERSION  ID
            support  READY          1        support-0123456789
            orders   CREATE_FAILED  1        orders-0123456789
            """);
  }

  @Test
  void json_goes_before_or_after_the_command() {
    assertThat(run("--json", "list")).isZero();
    String before = out();
    assertThat(before).startsWith("{\"agents\":[{\"name\":\"support\"").hasLineCount(1);
    assertThat(run("list", "--json")).isZero();
    assertThat(out()).isEqualTo(before + before);
  }

  @Test
  void sessions_hides_those_that_ended_unless_asked() {
    platform.onJson(
        "GET /cadre/v1/sessions?maxResults=100&agent=" + StandInPlatform.ID,
        """
        {"sessions":[{"sessionId":"s1","agentRuntimeId":"a","state":"busy","ageSeconds":61,
        "requests":3,"memoryBytes":2097152,"cpuSeconds":0.5},
        {"sessionId":"s2","agentRuntimeId":"a","state":"ended","endReason":"idle"}]}""");
    assertThat(run("sessions", "support")).isZero();
    assertThat(out()).contains("s1", "busy", "1m 1s", "2.0 MiB").doesNotContain("s2");
    assertThat(run("sessions", "support", "--all")).isZero();
    assertThat(out()).contains("s2", "idle");
  }

  @Test
  void stop_session_stops_one_or_all_and_never_guesses() {
    String one = "DELETE /cadre/v1/sessions/" + StandInPlatform.ID + "/" + SESSION;
    String all = "DELETE /cadre/v1/sessions?agent=" + StandInPlatform.ID;
    platform.onJson(one, "{}");
    platform.onJson(all, "{}");
    assertThat(run("stop-session", "support")).isEqualTo(Exit.USAGE.code());
    assertThat(run("stop-session", "support", SESSION, "--all")).isEqualTo(Exit.USAGE.code());
    assertThat(platform.seen()).isEmpty();
    assertThat(run("stop-session", "support", SESSION)).isZero();
    assertThat(run("stop-session", "support", "--all")).isZero();
    assertThat(platform.seen()).extracting(StandInPlatform.Seen::line).contains(one, all);
  }

  @Test
  void logs_are_filtered_by_the_platform_and_cannot_steer_the_terminal() {
    String line =
        "GET /cadre/v1/logs?agent="
            + StandInPlatform.ID
            + "&session="
            + SESSION
            + "&since=10m&grep=a%20b&follow=true";
    platform.on(
        line,
        StandInPlatform.text(
            200,
            "application/x-ndjson",
            """
            {"at":"2026-01-01T00:00:00.000Z","session":"xx12345678","stream":"stdout","line":"hi"}

            {"at":"2026-01-01T00:00:01.000Z","session":"s","stream":"stderr","line":"\\u001b[2J"}
            """));
    assertThat(run("logs", "support", "-s", SESSION, "-f", "--since", "10m", "--grep", "a b"))
        .isZero();
    assertThat(out())
        .isEqualTo(
            "2026-01-01T00:00:00.000Z 12345678   hi\n2026-01-01T00:00:01.000Z s ! \uFFFD[2J\n");
    assertThat(run("logs", "support", "--since", "yesterday")).isEqualTo(Exit.USAGE.code());
  }

  @Test
  void destroy_asks_and_deletes_nothing_without_a_yes() {
    String delete = "DELETE /runtimes/" + StandInPlatform.ID + "/";
    platform.onJson(delete, "{\"status\":\"DELETING\"}");
    assertThat(run("destroy", "support")).isEqualTo(Exit.USAGE.code());
    interactive = true;
    typed = "n\n";
    assertThat(run("destroy", "support")).isEqualTo(Exit.FAILED.code());
    assertThat(platform.seen()).extracting(StandInPlatform.Seen::line).doesNotContain(delete);
    typed = "y\n";
    assertThat(run("destroy", "support")).isZero();
    interactive = false;
    assertThat(run("destroy", "support", "--force")).isZero();
    assertThat(platform.seen().stream().filter(s -> s.line().equals(delete))).hasSize(2);
  }

  @Test
  void a_new_key_is_printed_ready_to_be_evaluated() {
    platform.onJson(
        "POST /cadre/v1/keys", "{\"accessKeyId\":\"AKIA1\",\"secretAccessKey\":\"s3\"}");
    assertThat(run("keys", "create", "ci", "--scope", "invoke", "--days", "1")).isZero();
    assertThat(out())
        .isEqualTo("export AWS_ACCESS_KEY_ID=AKIA1\nexport AWS_SECRET_ACCESS_KEY=s3\n");
    assertThat(platform.last("POST /cadre/v1/keys").text())
        .isEqualTo(
            "{\"name\":\"ci\",\"scopes\":[\"invoke\"],\"expiresAt\":\"2026-01-02T00:00:00Z\"}");
    platform.onJson("DELETE /cadre/v1/keys/AKIA1", "");
    assertThat(run("keys", "revoke", "AKIA1")).isZero();
    platform.onJson(
        "GET /cadre/v1/keys", "{\"keys\":[{\"accessKeyId\":\"AKIA1\",\"scopes\":[\"a\",\"b\"]}]}");
    assertThat(run("keys", "list")).isZero();
    assertThat(out()).contains("a,b");
  }

  @Test
  void doctor_says_what_is_missing_here_and_what_the_platform_says() {
    platform.onJson(
        "GET /cadre/v1/doctor",
        "{\"checks\":[{\"name\":\"database\",\"status\":\"fail\",\"detail\":\"gone\",\"remedy\":\"up\"}]}");
    assertThat(run("doctor")).isEqualTo(Exit.FAILED.code());
    assertThat(out())
        .contains("warn  bubblewrap: not found", "-> 'apt install bubblewrap'")
        .contains("fail  database: gone", "-> up");
  }

  @Test
  void every_command_has_a_help_with_an_example() {
    for (String command :
        new String[] {
          "configure",
          "deploy",
          "invoke",
          "status",
          "list",
          "logs",
          "sessions",
          "stop-session",
          "exec",
          "destroy",
          "keys",
          "doctor",
          "completion",
          "version"
        }) {
      int before = out().length();
      assertThat(run(command, "--help")).isZero();
      assertThat(out().substring(before)).contains("Usage: cadre " + command, "Example:", "--json");
    }
    assertThat(run()).isZero();
    assertThat(run("completion")).isZero();
    assertThat(out()).contains("complete -F _complete_cadre", "stop-session");
  }

  @Test
  void a_wrong_command_line_is_one_line_with_a_suggestion() {
    assertThat(run("invok", "support")).isEqualTo(Exit.USAGE.code());
    assertThat(err()).contains("did you mean invoke").hasLineCount(1);
    assertThat(run("list", "--url", "nonsense")).isEqualTo(Exit.USAGE.code());
    assertThat(err()).contains("'nonsense' is not a URL");
  }

  private static StandInPlatform.Answer events(byte[]... messages) {
    var all = new ByteArrayOutputStream();
    for (byte[] message : messages) {
      all.writeBytes(message);
    }
    return StandInPlatform.bytes(200, "application/vnd.amazon.eventstream", all.toByteArray());
  }

  private static byte[] event(String payload) {
    return message("event", ":event-type", "chunk", payload);
  }

  private static byte[] exception(String type, String payload) {
    return message("exception", ":exception-type", type, payload);
  }

  private static byte[] message(String kind, String header, String value, String payload) {
    Map<String, HeaderValue> headers = new LinkedHashMap<>();
    headers.put(":message-type", HeaderValue.fromString(kind));
    headers.put(header, HeaderValue.fromString(value));
    var out = new ByteArrayOutputStream();
    new Message(headers, payload.getBytes(StandardCharsets.UTF_8)).encode(out);
    return out.toByteArray();
  }

  @Test
  void models_says_who_answers_under_a_name_and_how_the_providers_are() {
    platform.onJson(
        "GET /cadre/v1/models",
        """
        {"aliases": [{"name": "default", "targets": [
            {"provider": "bedrock", "model": "nova-pro", "contextTokens": 300000},
            {"provider": "offline", "model": "offline", "contextTokens": 32000}]}],
         "providers": [{"name": "bedrock", "type": "bedrock", "region": "eu-west-1", "state": "open",
            "leftAloneSeconds": 12, "callsUnderWay": 3, "concurrent": 64, "tokensPerMinute": 1}]}
        """);
    assertThat(run("models")).isZero();
    assertThat(out().lines().map(String::strip))
        .containsExactly(
            "MODEL    ANSWERED BY, IN THIS ORDER",
            "default  bedrock:nova-pro, offline:offline",
            "",
            "PROVIDER  TYPE     REGION     STATE                         UNDER WAY",
            "bedrock   bedrock  eu-west-1  failing; tried again in 12 s  3 of 64");
  }

  @Test
  void usage_is_asked_for_one_agent_and_says_what_it_cost() {
    platform.onJson(
        "GET /cadre/v1/usage?by=model&agent=" + StandInPlatform.ID + "&since=2026-11-01",
        """
        {"by": "model", "usage": [
            {"key": "nova-pro", "calls": 3, "inputTokens": 1200, "outputTokens": 40, "cost": 0.00109}]}
        """);
    assertThat(run("usage", "--by", "model", "--agent", "support", "--since", "2026-11-01"))
        .isZero();
    assertThat(out())
        .isEqualTo(
            "MODEL     CALLS  INPUT  OUTPUT  COST\nnova-pro  3      1200   40      $0.00109\n");
  }
}
