package dev.cadre.toolkit.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cadre.config.Secret;
import dev.cadre.json.Json;
import dev.cadre.toolkit.ToolCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The AWS SDK's clients against a stand-in that speaks S3's XML, Glue's JSON 1.1 and Converse. */
final class CloudServerTest {
  private static final String BUCKETS =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
        <Owner><ID>o</ID></Owner>
        <Buckets>
          <Bucket><Name>logs</Name><CreationDate>2025-04-01T08:00:00.000Z</CreationDate></Bucket>
          <Bucket><Name>media</Name><CreationDate>2025-05-01T08:00:00.000Z</CreationDate></Bucket>
        </Buckets>
      </ListAllMyBucketsResult>\
      """;

  private record Asked(String target, String authorization, JsonNode body) {}

  private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
  private HttpServer aws;
  private volatile int failures;

  @BeforeEach
  void start() throws IOException {
    aws = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    aws.createContext("/", this::answer);
    aws.start();
  }

  @AfterEach
  void stop() {
    aws.stop(0);
  }

  private CloudServer server(boolean startJobs) {
    return new CloudServer(
        new CloudConfig(
            "eu-west-1",
            URI.create("http://127.0.0.1:" + aws.getAddress().getPort()),
            null,
            "AKIDEXAMPLE",
            new Secret("secret-example"),
            "amazon.nova-lite-v1:0",
            startJobs));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    byte[] sent = exchange.getRequestBody().readAllBytes();
    JsonNode body = sent.length == 0 ? Json.object() : Json.parse(sent);
    String path = exchange.getRequestURI().getPath();
    asked.add(
        new Asked(
            target == null ? path : target,
            exchange.getRequestHeaders().getFirst("Authorization"),
            body));
    if (failures > 0) {
      failures--;
      respond(
          exchange, 500, "application/x-amz-json-1.1", "{\"__type\":\"InternalServiceException\"}");
    } else if (target == null && path.startsWith("/model/")) {
      respond(exchange, 200, "application/json", converse(body));
    } else if (target == null) {
      respond(exchange, 200, "application/xml", BUCKETS);
    } else {
      glue(exchange, target, body);
    }
  }

  private static String converse(JsonNode body) {
    return """
    {"output":{"message":{"role":"assistant","content":[{"text":"Echo: %s"}]}},"stopReason":"end_turn",
     "usage":{"inputTokens":5,"outputTokens":%d,"totalTokens":9},"metrics":{"latencyMs":1}}\
    """
        .formatted(
            body.path("messages").path(0).path("content").path(0).path("text").asString(),
            body.path("inferenceConfig").path("maxTokens").asInt());
  }

  private static void glue(HttpExchange exchange, String target, JsonNode body) throws IOException {
    boolean known = body.path("JobName").asString("nightly").equals("nightly");
    String answer =
        switch (target) {
          case "AWSGlue.GetJobs" ->
              body.has("NextToken")
                  ? "{\"Jobs\":[{\"Name\":\"weekly\",\"Command\":{\"Name\":\"pythonshell\"}}]}"
                  : """
                  {"Jobs":[{"Name":"nightly","Command":{"Name":"glueetl"},"GlueVersion":"5.0",
                    "WorkerType":"G.1X","NumberOfWorkers":2,"LastModifiedOn":1760000000}],"NextToken":"t"}\
                  """;
          case "AWSGlue.StartJobRun" -> "{\"JobRunId\":\"jr_1\"}";
          case "AWSGlue.GetJobRun" ->
              """
              {"JobRun":{"Id":"jr_1","JobRunState":"FAILED","StartedOn":1760000000,
                "CompletedOn":1760000100,"ExecutionTime":100,"ErrorMessage":"no such table"}}\
              """;
          case "AWSGlue.GetJobRuns" ->
              "{\"JobRuns\":[{\"Id\":\"jr_9\",\"JobRunState\":\"RUNNING\"}]}";
          default -> throw new IllegalStateException(target);
        };
    if (known) {
      respond(exchange, 200, "application/x-amz-json-1.1", answer);
    } else {
      respond(
          exchange,
          400,
          "application/x-amz-json-1.1",
          "{\"__type\":\"EntityNotFoundException\",\"Message\":\"Job not found\"}");
    }
  }

  private static void respond(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  void buckets_are_listed_with_a_signed_request() {
    try (CloudServer server = server(true)) {
      JsonNode answer =
          new ToolCalls(server.tools()).answer("list_s3_buckets", "{\"prefix\":\"me\"}");

      assertThat(Json.text(answer))
          .isEqualTo(
              "{\"buckets\":[{\"name\":\"media\",\"created_at\":\"2025-05-01T08:00:00Z\"}],"
                  + "\"count\":1,\"truncated\":false}");
      assertThat(asked.getFirst().authorization())
          .contains("Credential=AKIDEXAMPLE/")
          .contains("/eu-west-1/s3/");
    }
  }

  @Test
  void a_model_is_asked_with_its_limits() {
    try (CloudServer server = server(true)) {
      ToolCalls calls = new ToolCalls(server.tools());
      JsonNode plain = calls.answer("invoke_bedrock_model", "{\"prompt\":\"hello\"}");
      JsonNode other =
          calls.answer(
              "invoke_bedrock_model",
              "{\"prompt\":\"hi\",\"max_tokens\":7,\"model\":\"amazon.nova-pro-v1:0\"}");

      assertThat(plain.path("text").asString()).isEqualTo("Echo: hello");
      assertThat(plain.path("output_tokens").asInt()).isEqualTo(100);
      assertThat(other.path("output_tokens").asInt()).isEqualTo(7);
      assertThat(asked.getLast().target()).isEqualTo("/model/amazon.nova-pro-v1:0/converse");
    }
  }

  @Test
  void jobs_are_listed_over_all_pages() {
    try (CloudServer server = server(true)) {
      JsonNode answer = new ToolCalls(server.tools()).answer("list_glue_jobs", "{}");

      assertThat(answer.path("count").asInt()).isEqualTo(2);
      assertThat(answer.path("jobs").path(0).path("workers").asString()).isEqualTo("2 of G.1X");
      assertThat(answer.path("jobs").path(1).path("name").asString()).isEqualTo("weekly");
    }
  }

  @Test
  void a_job_is_started_and_its_runs_are_told() {
    try (CloudServer server = server(true)) {
      ToolCalls calls = new ToolCalls(server.tools());
      JsonNode started =
          calls.answer(
              "start_glue_job",
              "{\"job_name\":\"nightly\",\"arguments\":{\"--day\":\"2026-03-01\"}}");
      JsonNode run =
          calls.answer("get_glue_job_status", "{\"job_name\":\"nightly\",\"run_id\":\"jr_1\"}");
      JsonNode latest = calls.answer("get_glue_job_status", "{\"job_name\":\"nightly\"}");

      assertThat(started.path("run_id").asString()).isEqualTo("jr_1");
      assertThat(asked.getFirst().body().path("Arguments").path("--day").asString())
          .isEqualTo("2026-03-01");
      assertThat(run.path("state").asString()).isEqualTo("FAILED");
      assertThat(run.path("error").asString()).isEqualTo("no such table");
      assertThat(run.path("ended").asBoolean()).isTrue();
      assertThat(latest.path("run_id").asString()).isEqualTo("jr_9");
      assertThat(latest.path("ended").asBoolean(true)).isFalse();
    }
  }

  @Test
  void a_start_that_fails_is_not_tried_again() {
    failures = 1;
    try (CloudServer server = server(true)) {
      assertThat(
              new ToolCalls(server.tools()).failure("start_glue_job", "{\"job_name\":\"nightly\"}"))
          .contains("InternalServiceException");
      assertThat(asked).hasSize(1);
    }
  }

  @Test
  void what_aws_refuses_is_told_without_secrets() {
    try (CloudServer server = server(true)) {
      assertThat(
              new ToolCalls(server.tools())
                  .failure("get_glue_job_status", "{\"job_name\":\"other\",\"run_id\":\"x\"}"))
          .contains("EntityNotFoundException, Job not found")
          .doesNotContain("secret-example");
    }
  }

  @Test
  void without_the_right_to_start_jobs_there_is_no_such_tool() {
    try (CloudServer server = server(false)) {
      assertThat(server.trouble()).isNull();
      assertThat(server.tools())
          .extracting(tool -> tool.spec().name())
          .containsExactly(
              "list_s3_buckets", "invoke_bedrock_model", "list_glue_jobs", "get_glue_job_status");
    }
  }
}
