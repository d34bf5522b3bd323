package dev.cadre.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.http.Principal;
import dev.cadre.identity.Vault;
import dev.cadre.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
final class McpStdioTest {
  private static final String META =
      "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
          + "\"io.modelcontextprotocol/clientCapabilities\":{\"elicitation\":{}}}";

  private final McpChanges changes = new McpChanges();
  private final Client client = new Client(new EverythingServer());

  /** Writes lines and reads lines. */
  private final class Client {
    private final OutputStream out;
    private final BufferedReader in;
    private final Thread server;

    Client(McpServer served) {
      try {
        Pipe forServer = Pipe.open();
        Pipe forClient = Pipe.open();
        InputStream serverIn = Channels.newInputStream(forServer.source());
        OutputStream toClient = Channels.newOutputStream(forClient.sink());
        in =
            new BufferedReader(
                new InputStreamReader(
                    Channels.newInputStream(forClient.source()), StandardCharsets.UTF_8));
        out = Channels.newOutputStream(forServer.sink());
        McpStdio stdio =
            new McpStdio(
                served, changes, Vault.transientOne(new SecureRandom()), Clock.systemUTC());
        server =
            Thread.ofPlatform()
                .start(
                    () -> {
                      try (toClient) {
                        stdio.serve(serverIn, toClient, Principal.ANONYMOUS);
                      } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                    });
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    void send(String line) throws IOException {
      out.write((line.replace("\n", "") + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    }

    JsonNode read() throws IOException {
      return Json.parse(in.readLine());
    }

    JsonNode ask(String line) throws IOException {
      send(line);
      return read();
    }

    void initialize() throws IOException {
      ask(
          """
          {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",
           "capabilities":{"elicitation":{}},"clientInfo":{"name":"t","version":"1"}}}\
          """);
      send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
    }
  }

  @AfterEach
  void close() throws Exception {
    client.out.close();
    client.server.join();
  }

  @Test
  void a_session_begins_with_initialize_and_calls_tools() throws Exception {
    JsonNode greeting =
        client.ask(
            """
            {"jsonrpc":"2.0","id":"a","method":"initialize","params":{"protocolVersion":"2025-06-18",
             "capabilities":{},"clientInfo":{"name":"t","version":"1"}}}\
            """);
    JsonNode result =
        client.ask(
            """
            {"jsonrpc":"2.0","id":2,"method":"tools/call",
             "params":{"name":"test_simple_text","arguments":{}}}\
            """);

    assertThat(greeting.path("id").asString()).isEqualTo("a");
    assertThat(greeting.path("result").path("protocolVersion").asString()).isEqualTo("2025-06-18");
    assertThat(result.path("id").asInt()).isEqualTo(2);
    assertThat(result.path("result").path("content").path(0).path("type").asString())
        .isEqualTo("text");
  }

  @Test
  void a_stateless_client_needs_no_beginning() throws Exception {
    JsonNode discovered =
        client.ask(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server/discover\",\"params\":{"
                + META
                + "}}");
    JsonNode listed =
        client.ask(
            "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\",\"params\":{" + META + "}}");

    assertThat(discovered.path("result").path("supportedVersions").path(0).asString())
        .isEqualTo("2026-07-28");
    assertThat(listed.path("result").path("resultType").asString()).isEqualTo("complete");
    assertThat(listed.path("result").path("tools").size()).isGreaterThan(10);
  }

  @Test
  void who_says_neither_is_told_how_to_begin() throws Exception {
    JsonNode refused = client.ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");

    assertThat(refused.path("error").path("message").asString()).contains("initialize");
  }

  @Test
  void progress_goes_before_the_result() throws Exception {
    client.initialize();
    client.send(
        """
        {"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"test_tool_with_progress",
         "arguments":{},"_meta":{"progressToken":"p"}}}\
        """);
    JsonNode first = client.read();
    JsonNode last = first;
    while (!last.has("id")) {
      last = client.read();
    }

    assertThat(first.path("method").asString()).isEqualTo("notifications/progress");
    assertThat(first.path("params").path("progressToken").asString()).isEqualTo("p");
    assertThat(last.path("id").asInt()).isEqualTo(5);
  }

  @Test
  void a_question_to_the_person_is_asked_and_answered_on_the_same_streams() throws Exception {
    client.initialize();
    client.send(
        """
        {"jsonrpc":"2.0","id":6,"method":"tools/call",
         "params":{"name":"test_elicitation","arguments":{"message":"your name?"}}}\
        """);
    JsonNode question = client.read();
    JsonNode result =
        client.ask(
            "{\"jsonrpc\":\"2.0\",\"id\":"
                + question.path("id")
                + ",\"result\":{\"action\":\"decline\"}}");

    assertThat(question.path("method").asString()).isEqualTo("elicitation/create");
    assertThat(result.path("id").asInt()).isEqualTo(6);
    assertThat(result.path("result").path("content").size()).isPositive();
  }

  @Test
  void a_change_reaches_a_session_and_a_subscription() throws Exception {
    client.initialize();
    JsonNode agreed =
        client.ask(
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"subscriptions/listen\",\"params\":{"
                + "\"notifications\":{\"toolsListChanged\":true},"
                + META
                + "}}");
    assertThat(agreed.path("method").asString())
        .isEqualTo("notifications/subscriptions/acknowledged");
    client.ask("{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"ping\"}");

    changes.announce(new McpChanges.Change.Tools());

    assertThat(client.read().path("method").asString())
        .isEqualTo("notifications/tools/list_changed");
  }

  @Test
  void a_revision_that_is_not_spoken_is_refused_with_those_that_are() throws Exception {
    for (String method : List.of("tools/list", "subscriptions/listen")) {
      JsonNode refused =
          client.ask(
              "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""
                  + method
                  + "\",\"params\":{"
                  + META.replace("2026-07-28", "2031-01-01")
                  + "}}");

      assertThat(refused.path("error").path("code").asInt())
          .isEqualTo(RpcError.UNSUPPORTED_VERSION);
    }
  }

  @Test
  void what_is_no_message_is_refused_and_the_next_one_answered() throws Exception {
    JsonNode broken = client.ask("{oops");
    JsonNode bare = client.ask("{\"method\":\"test_simple_text\"}");
    client.send(" ");
    JsonNode ping = client.ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");

    assertThat(broken.path("error").path("code").asInt()).isEqualTo(RpcError.PARSE);
    assertThat(broken.path("id").isNull()).isTrue();
    assertThat(bare.path("error").path("code").asInt()).isEqualTo(RpcError.INVALID_REQUEST);
    assertThat(ping.path("result").isObject()).isTrue();
  }

  @Test
  void a_line_too_long_is_refused_and_the_next_one_answered() throws Exception {
    client.send("x".repeat(McpStdio.MAX_LINE + 10));
    JsonNode refused = client.read();
    JsonNode ping = client.ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");

    assertThat(refused.path("error").path("message").asString()).contains("at most");
    assertThat(ping.path("id").asInt()).isEqualTo(1);
  }

  @Test
  void a_cancelled_call_is_interrupted_and_not_answered() throws Exception {
    Stuck stuck = new Stuck();
    Client other = new Client(stuck);
    other.initialize();
    other.send(
        "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"tools/call\",\"params\":{\"name\":\"stuck\"}}");
    assertThat(stuck.began.await(20, TimeUnit.SECONDS)).isTrue();
    other.send(
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":9}}");
    assertThat(stuck.interrupted.await(20, TimeUnit.SECONDS)).isTrue();

    assertThat(other.ask("{\"jsonrpc\":\"2.0\",\"id\":10,\"method\":\"ping\"}").path("id").asInt())
        .isEqualTo(10);
    other.out.close();
    assertThat(other.in.readLine()).isNull();
  }

  /** A tool that ends only when it is interrupted. */
  private static final class Stuck implements McpServer {
    final CountDownLatch began = new CountDownLatch(1);
    final CountDownLatch interrupted = new CountDownLatch(1);

    @Override
    public About about() {
      return new About("stuck", "1", null);
    }

    @Override
    public Set<Feature> features() {
      return Set.of(Feature.TOOLS);
    }

    @Override
    public List<ObjectNode> tools(McpCall call) {
      return List.of();
    }

    @Override
    public ObjectNode callTool(String name, ObjectNode arguments, McpCall call)
        throws InterruptedException {
      began.countDown();
      try {
        new CountDownLatch(1).await();
        return Json.object();
      } catch (InterruptedException e) {
        interrupted.countDown();
        throw e;
      }
    }
  }
}
