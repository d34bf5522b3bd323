package dev.cadre.a2a;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.cadre.credential.Outbound;
import dev.cadre.harness.AgentDefinition.Source;
import dev.cadre.harness.AgentTool;
import dev.cadre.harness.TurnEvent;
import dev.cadre.json.Json;
import dev.cadre.model.Caller;
import dev.cadre.model.Content;
import dev.cadre.time.Pause;
import dev.cadre.tool.Callees;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import io.opentelemetry.context.Context;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An agent elsewhere as a tool; elsewhere is our own server, in whatever version and binding. */
@Timeout(120)
class RemoteAgentToolTest {
  private ScriptedAgent agent;
  private Served served;
  private HttpServer front;

  @BeforeEach
  void start() throws IOException {
    agent = new ScriptedAgent();
    served = new Served(agent, 0);
    front = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    front.start();
  }

  @AfterEach
  void stop() {
    front.stop(0);
    served.close();
  }

  private RemoteAgents agents() {
    return new RemoteAgents(
        served.http(),
        served.http(),
        served.identity().passes(),
        _ -> Outbound.NONE,
        new Callees(
            Clock.systemUTC(), Pause.by(served.timer()), new Random(1), new PrometheusRegistry()),
        Clock.systemUTC(),
        Pause.by(served.timer()),
        served.config());
  }

  private static ToolInvocation asked(String task) {
    return new ToolInvocation(
        Json.object().put("task", task),
        new Caller(
            "ada", "front-AbCdEf1234", "session-of-front", "cust001", 1, "first", Context.root()),
        "key of " + task,
        Clock.systemUTC().instant().plus(Duration.ofSeconds(20)));
  }

  private static Source.A2a at(URI url) {
    return new Source.A2a("", url.toString(), "", "");
  }

  private static String text(ToolOutcome outcome) {
    return switch (outcome) {
      case ToolOutcome.Answered(List<Content> content) -> Content.text(content);
      case ToolOutcome.Failed(String message) -> "FAILED " + message;
    };
  }

  /** A card of its own for the server: what it offers, and nothing else. */
  private URI only(String card) {
    front.createContext(
        "/.well-known/agent-card.json",
        exchange -> {
          byte[] body =
              card.replace("URL", served.url().toString()).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    return URI.create("http://127.0.0.1:" + front.getAddress().getPort());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'name':'x','supportedInterfaces':[{'url':'URL','protocolBinding':'JSONRPC','protocolVersion':'1.0'}],"
            + "'capabilities':{'streaming':true}}",
        "{'name':'x','supportedInterfaces':[{'url':'URL','protocolBinding':'JSONRPC','protocolVersion':'1.0'}]}",
        "{'name':'x','supportedInterfaces':[{'url':'URL','protocolBinding':'HTTP+JSON','protocolVersion':'1.0'}],"
            + "'capabilities':{'streaming':true}}",
        "{'name':'x','supportedInterfaces':[{'url':'URL','protocolBinding':'HTTP+JSON','protocolVersion':'1.0'}]}",
        "{'name':'x','url':'URL','protocolVersion':'0.3.0','preferredTransport':'JSONRPC','capabilities':{'streaming':true}}",
        "{'name':'x','url':'URL','protocolVersion':'0.3.0'}",
        "{'name':'x','url':'grpc://nowhere','protocolVersion':'0.3.0','preferredTransport':'GRPC',"
            + "'additionalInterfaces':[{'url':'URL','transport':'JSONRPC'}]}"
      })
  void answers_come_in_every_version_and_binding(String card) throws Exception {
    Tool tool = agents().tool(at(only(card.replace('\'', '"'))));
    assertThat(text(tool.call(asked("hello")))).isEqualTo("echo: hello");
  }

  @Test
  void its_card_describes_the_tool_and_its_address_names_it() throws Exception {
    Tool tool = agents().tool(at(served.url()));
    assertThat(tool.spec().name()).isEqualTo("helper");
    assertThat(tool.spec().description()).isEqualTo("Helps.");
    Tool lost = agents().tool(at(URI.create("http://127.0.0.1:1/agents/far.away/")));
    assertThat(lost.spec().name()).isEqualTo("far_away");
    assertThat(lost.spec().description()).contains("does not answer now");
    assertThat(text(lost.call(asked("x")))).startsWith("FAILED").contains("far_away");
  }

  @Test
  void a_call_of_this_platforms_agents_carries_who_and_for_whom_and_how_far() throws Exception {
    agents().tool(at(served.url())).call(asked("hello"));
    Caller caller = agent.works.getFirst().caller();
    assertThat(caller.tenant()).isEqualTo("ada");
    assertThat(caller.person()).isEqualTo("cust001");
    assertThat(caller.hops()).isEqualTo(2);
    assertThat(caller.payer()).isEqualTo("first");
  }

  @Test
  void one_session_has_one_conversation_and_a_question_goes_on_in_its_task() throws Exception {
    RemoteAgents agents = agents();
    Tool tool = agents.tool(at(served.url()));
    assertThat(text(tool.call(asked("ask")))).contains("asks: Which one?");
    assertThat(text(tool.call(asked("this one")))).isEqualTo("echo: this one");
    tool.call(asked("and another"));
    List<TaskAgent.Work> works = agent.works;
    assertThat(works.get(1).message().path("taskId"))
        .isEqualTo(works.get(0).message().path("taskId"));
    assertThat(works.get(2).message().path("taskId"))
        .isNotEqualTo(works.get(0).message().path("taskId"));
    assertThat(works.get(2).session()).isEqualTo(works.get(0).session());
  }

  @Test
  void a_refusal_is_told_and_not_tried_again() throws Exception {
    Tool tool = agents().tool(at(served.url()));
    assertThat(text(tool.call(asked("refuse")))).contains("refused: not for you");
    assertThat(agent.works).hasSize(1);
  }

  @Test
  void whoever_is_interrupted_cancels_the_task() throws Exception {
    AgentTool tool = (AgentTool) agents().tool(at(served.url()));
    CountDownLatch heard = new CountDownLatch(1);
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    CompletableFuture<Boolean> interrupted =
        CompletableFuture.supplyAsync(
            () -> {
              thread.complete(Thread.currentThread());
              try {
                tool.call(asked("hold"), AgentTool.Outer.NOTHING, (_, _) -> heard.countDown());
                return false;
              } catch (InterruptedException e) {
                return true;
              }
            });
    assertThat(agent.held.poll(10, TimeUnit.SECONDS)).isNotNull();
    assertThat(heard.await(10, TimeUnit.SECONDS)).isTrue();
    thread.get().interrupt();
    assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(agent.cancelled.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_watcher_sees_what_is_said_while_it_is_said() throws Exception {
    AgentTool tool = (AgentTool) agents().tool(at(served.url()));
    List<String> seen = new ArrayList<>();
    CompletableFuture<Boolean> first = new CompletableFuture<>();
    AgentTool.Watcher watcher =
        (_, event) -> {
          if (event instanceof TurnEvent.Text(_, _, String delta)) {
            seen.add(delta);
            first.complete(true);
          }
        };
    CompletableFuture<String> answer =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return text(tool.call(asked("hold"), AgentTool.Outer.NOTHING, watcher));
              } catch (InterruptedException e) {
                return "interrupted";
              }
            });
    assertThat(first.get(10, TimeUnit.SECONDS)).isTrue();
    agent.release.countDown();
    assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("first second");
    assertThat(seen).containsExactly("first ", "second");
  }

  @Test
  void a_watcher_sees_what_was_said_before_the_stream_began() throws Exception {
    String frame =
        """
        data: {"jsonrpc":"2.0","id":"1","result":{"task":{"id":"t","contextId":"c",\
        "status":{"state":"TASK_STATE_COMPLETED"},\
        "artifacts":[{"artifactId":"answer","parts":[{"text":"all of it"}]}]}}}

        """;
    front.createContext(
        "/rpc",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
          byte[] body = frame.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    URI url = URI.create("http://127.0.0.1:" + front.getAddress().getPort());
    only(
        """
        {"name":"x","capabilities":{"streaming":true},"supportedInterfaces":[\
        {"url":"%s/rpc","protocolBinding":"JSONRPC","protocolVersion":"1.0"}]}
        """
            .formatted(url));
    List<TurnEvent> seen = new ArrayList<>();
    AgentTool tool = (AgentTool) agents().tool(at(url));
    assertThat(text(tool.call(asked("go"), AgentTool.Outer.NOTHING, (_, event) -> seen.add(event))))
        .isEqualTo("all of it");
    assertThat(seen).containsExactly(new TurnEvent.Text(1, 0, "all of it"));
  }

  @Test
  void what_is_in_a_card_of_neither_version_is_said() throws Exception {
    Tool tool =
        agents()
            .tool(at(only("{\"name\":\"x\",\"url\":\"http://h\",\"protocolVersion\":\"0.2.5\"}")));
    assertThat(text(tool.call(asked("x")))).contains("neither JSON-RPC nor HTTP+JSON");
  }

  @Test
  void the_whole_and_the_pieces_of_a_task_are_the_same() {
    RemoteTask pieces = new RemoteTask();
    for (String piece : List.of("a", "b", "c")) {
      ObjectNode update = Json.object();
      ObjectNode artifact = update.putObject("artifactUpdate").put("append", !piece.equals("a"));
      artifact
          .putObject("artifact")
          .put("artifactId", "1")
          .putArray("parts")
          .addObject()
          .put("text", piece);
      pieces.add(update);
    }
    JsonNode done =
        Json.parse(
            "{\"statusUpdate\":{\"taskId\":\"t\",\"status\":{\"state\":\"TASK_STATE_COMPLETED\"}}}");
    pieces.add((ObjectNode) done);
    assertThat(text(pieces.outcome("It"))).isEqualTo("abc");
  }
}
