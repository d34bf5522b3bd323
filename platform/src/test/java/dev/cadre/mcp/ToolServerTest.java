package dev.cadre.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.http.Principal;
import dev.cadre.json.Json;
import dev.cadre.model.Bytes;
import dev.cadre.model.Content;
import dev.cadre.model.ToolSpec;
import dev.cadre.time.SystemTimer;
import dev.cadre.tool.SchemaCheck;
import dev.cadre.tool.Schemas;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import dev.cadre.tool.ToolRunner;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
final class ToolServerTest {
  private static final McpServer.About ABOUT = new McpServer.About("test", "1", "Help.");

  private final SystemTimer timer = new SystemTimer();
  private final CountDownLatch began = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);

  @AfterEach
  void end() {
    timer.close();
  }

  private interface Body {
    ToolOutcome call(ToolInvocation invocation) throws InterruptedException;
  }

  private record Given(ToolSpec spec, Body body) implements Tool {
    static Given of(String name, Body body) {
      return new Given(
          new ToolSpec(
              name,
              "Does " + name,
              Schemas.of(
                  """
                  {"type":"object","properties":{"n":{"type":"integer"}},"additionalProperties":false}
                  """)),
          body);
    }

    @Override
    public ToolOutcome call(ToolInvocation invocation) throws InterruptedException {
      return body.call(invocation);
    }
  }

  private record Call(Principal principal, Context trace) implements McpCall {
    static final Call ANYONE = new Call(Principal.ANONYMOUS, Context.root());

    @Override
    public void progress(double done, @Nullable Double total, @Nullable String message) {}

    @Override
    public void log(LogLevel level, String logger, JsonNode data) {}

    @Override
    public Map<String, ObjectNode> ask(Map<String, Question> questions) {
      throw new IllegalStateException("nobody to ask");
    }
  }

  private ToolServer server(Duration limit, Tool... tools) {
    ToolRunner runner =
        new ToolRunner(
            new SchemaCheck(), Clock.systemUTC(), timer, TracerProvider.noop().get("test"));
    return new ToolServer(List.of(tools), runner, ABOUT, limit);
  }

  private ObjectNode call(Body body, String arguments) throws InterruptedException {
    return server(Duration.ofMinutes(1), Given.of("tool", body))
        .callTool("tool", (ObjectNode) Json.parse(arguments), Call.ANYONE);
  }

  private ToolOutcome stuck(ToolInvocation invocation) throws InterruptedException {
    began.countDown();
    try {
      new CountDownLatch(1).await();
      return ToolOutcome.Answered.text("never");
    } catch (InterruptedException e) {
      interrupted.countDown();
      throw e;
    }
  }

  @Test
  void tools_are_listed_in_their_order_with_their_schemas() {
    ToolServer server =
        server(
            Duration.ofSeconds(1),
            Given.of("b", _ -> ToolOutcome.Answered.text("")),
            Given.of("a", _ -> ToolOutcome.Answered.text("")));

    assertThat(server.tools(Call.ANYONE))
        .extracting(tool -> tool.path("name").asString())
        .containsExactly("b", "a");
    assertThat(server.tools(Call.ANYONE).getFirst().path("inputSchema").path("type").asString())
        .isEqualTo("object");
  }

  @Test
  void an_object_is_told_as_text_and_as_structured_content() throws Exception {
    ObjectNode result =
        call(
            invocation ->
                ToolOutcome.Answered.json(
                    Json.object().put("twice", 2 * invocation.arguments().path("n").asInt())),
            "{\"n\":21}");

    assertThat(result.path("structuredContent").path("twice").asInt()).isEqualTo(42);
    assertThat(result.path("content").path(0).path("text").asString()).isEqualTo("{\"twice\":42}");
    assertThat(result.has("isError")).isFalse();
  }

  @Test
  void texts_images_and_documents_are_blocks_of_their_kinds() throws Exception {
    Bytes bytes = Bytes.copyOf(new byte[] {1, 2, 3});
    ObjectNode result =
        call(
            _ ->
                new ToolOutcome.Answered(
                    List.of(
                        new Content.Text("see"),
                        new Content.Data(Json.array().add(1)),
                        new Content.Image("image/png", bytes),
                        new Content.Document("a b", "application/pdf", bytes))),
            "{}");

    assertThat(Json.text(result.path("content")))
        .isEqualTo(
            "[{\"type\":\"text\",\"text\":\"see\"},{\"type\":\"text\",\"text\":\"[1]\"},"
                + "{\"type\":\"image\",\"data\":\"AQID\",\"mimeType\":\"image/png\"},"
                + "{\"type\":\"resource\",\"resource\":{\"uri\":\"document:a+b\","
                + "\"mimeType\":\"application/pdf\",\"blob\":\"AQID\"}}]");
    assertThat(result.has("structuredContent")).isFalse();
  }

  @Test
  void arguments_that_do_not_fit_never_reach_the_tool() throws Exception {
    ObjectNode result =
        call(
            _ -> {
              throw new AssertionError("called");
            },
            "{\"n\":\"x\",\"m\":1}");

    assertThat(result.path("isError").asBoolean()).isTrue();
    assertThat(result.path("content").path(0).path("text").asString())
        .contains("n: string found, integer expected")
        .contains("'m'");
  }

  @Test
  void a_tool_that_breaks_is_an_error_that_tells_nothing_of_the_inside() throws Exception {
    ObjectNode result =
        call(
            _ -> {
              throw new IllegalStateException("password=hidden");
            },
            "{}");

    assertThat(result.path("isError").asBoolean()).isTrue();
    assertThat(Json.text(result)).contains("failed inside").doesNotContain("hidden");
  }

  @Test
  void an_answer_too_large_is_cut_and_says_so() throws Exception {
    ObjectNode result = call(_ -> ToolOutcome.Answered.text("x".repeat(1 << 20)), "{}");

    assertThat(Json.text(result)).hasSizeLessThan(300_000).contains("cut here");
  }

  @Test
  void a_tool_that_takes_too_long_is_stopped() throws Exception {
    ObjectNode result =
        server(Duration.ofMillis(100), Given.of("stuck", this::stuck))
            .callTool("stuck", Json.object(), Call.ANYONE);

    assertThat(result.path("content").path(0).path("text").asString())
        .contains("did not answer within 100 ms");
    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void cancelling_a_call_interrupts_its_tool() throws Exception {
    ToolServer server = server(Duration.ofMinutes(1), Given.of("stuck", this::stuck));
    Thread caller =
        Thread.startVirtualThread(
            () -> {
              try {
                server.callTool("stuck", Json.object(), Call.ANYONE);
              } catch (InterruptedException asked) {
                Thread.currentThread().interrupt();
              }
            });
    assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
    caller.interrupt();

    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(caller.join(Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void a_tool_that_nobody_has_is_unknown() {
    assertThatThrownBy(
            () ->
                server(Duration.ofSeconds(1), Given.of("a", _ -> ToolOutcome.Answered.text("")))
                    .callTool("b", Json.object(), Call.ANYONE))
        .isInstanceOf(McpServer.Unknown.class)
        .hasMessageContaining("there are a");
  }
}
