package dev.cadre.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.http.Principal;
import dev.cadre.identity.Vault;
import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import dev.cadre.time.SystemTimer;
import dev.cadre.tool.SchemaCheck;
import dev.cadre.tool.Schemas;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import dev.cadre.tool.ToolRunner;
import io.opentelemetry.api.trace.TracerProvider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** What a tool says of its progress, as clients of both eras read it. */
@Timeout(60)
final class ProgressTest {
  private static final String META =
      "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
          + "\"io.modelcontextprotocol/clientCapabilities\":{}";

  private final SystemTimer timer = new SystemTimer();
  private final AtomicLong seconds = new AtomicLong();

  /** A second later with each look. */
  private final InstantSource clock = () -> Instant.EPOCH.plusSeconds(seconds.incrementAndGet());

  @AfterEach
  void end() {
    timer.close();
  }

  private record Walk() implements Tool {
    @Override
    public ToolSpec spec() {
      return new ToolSpec("walk", "Walks.", Schemas.of("{\"type\":\"object\"}"));
    }

    @Override
    public ToolOutcome call(ToolInvocation invocation) {
      invocation.progress().at(1, 2.0, "half way");
      invocation.progress().at(2, 2.0, "there");
      return ToolOutcome.Answered.text("walked");
    }
  }

  private List<JsonNode> answers(String... lines) throws Exception {
    ToolRunner runner =
        new ToolRunner(new SchemaCheck(), clock, timer, TracerProvider.noop().get("test"));
    ToolServer server =
        new ToolServer(
            List.of(new Walk()),
            runner,
            new McpServer.About("test", "1", null),
            Duration.ofHours(1));
    McpStdio stdio =
        new McpStdio(
            server, new McpChanges(), Vault.transientOne(new SecureRandom()), Clock.systemUTC());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] in = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    stdio.serve(new ByteArrayInputStream(in), out, Principal.ANONYMOUS);
    return out.toString(StandardCharsets.UTF_8).lines().<JsonNode>map(Json::parse).toList();
  }

  private static String call(String meta) {
    return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":"
        + "{\"name\":\"walk\",\"arguments\":{},\"_meta\":{"
        + meta
        + "}}}";
  }

  private static void assertWalk(List<JsonNode> messages) {
    assertThat(messages).hasSize(3);
    assertThat(Json.text(messages.getFirst()))
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":"
                + "{\"progressToken\":\"t\",\"progress\":1.0,\"total\":2.0,"
                + "\"message\":\"half way\"}}");
    assertThat(messages.get(1).at("/params/progress").asDouble()).isEqualTo(2);
    assertThat(messages.getLast().path("id").asInt()).isEqualTo(7);
    assertThat(messages.getLast().at("/result/content/0/text").asString()).isEqualTo("walked");
  }

  @Test
  void the_stateless_era_hears_it_before_the_result() throws Exception {
    assertWalk(answers(call(META + ",\"progressToken\":\"t\"")));
  }

  @Test
  void a_session_hears_it_before_the_result() throws Exception {
    List<JsonNode> messages =
        answers(
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":"
                + "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},"
                + "\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
            call("\"progressToken\":\"t\""));
    assertWalk(messages.subList(1, messages.size()));
  }

  @Test
  void who_gives_no_token_hears_the_result_alone() throws Exception {
    assertThat(answers(call(META))).hasSize(1);
  }
}
