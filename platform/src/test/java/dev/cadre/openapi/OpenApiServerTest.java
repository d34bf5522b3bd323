package dev.cadre.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.credential.Outbound;
import dev.cadre.http.ServerStandIn;
import dev.cadre.json.Json;
import dev.cadre.mcp.McpServer;
import dev.cadre.worker.GuardedHttpClient;
import dev.cadre.worker.NetworkPolicy;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What an API is asked, and what becomes of its answers. */
final class OpenApiServerTest {
  private static final String GET = "/things: {get: {operationId: things, responses: {}}}";

  private final Apis apis = new Apis();

  @AfterEach
  void close() {
    apis.close();
  }

  private static String parameter(String place, String style, boolean explode) {
    String path = place.equals("path") ? "/x{v}y" : "/x";
    return """
        %s:
          get:
            parameters:
              - {name: v, in: %s, required: true, style: %s, explode: %s, schema: {}}
        """
        .formatted(path, place, style, explode);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // OpenAPI 3.1.1, style examples
        "path|simple|false|'blue'|/v1/xbluey",
        "path|simple|false|['blue','black']|/v1/xblue,blacky",
        "path|simple|false|{'R':100,'G':200}|/v1/xR,100,G,200y",
        "path|simple|true|{'R':100,'G':200}|/v1/xR=100,G=200y",
        "path|label|false|['blue','black']|/v1/x.blue,blacky",
        "path|label|true|['blue','black']|/v1/x.blue.blacky",
        "path|label|true|{'R':100,'G':200}|/v1/x.R=100.G=200y",
        "path|matrix|false|['blue','black']|/v1/x;v=blue,blacky",
        "path|matrix|true|['blue','black']|/v1/x;v=blue;v=blacky",
        "path|matrix|true|{'R':100,'G':200}|/v1/x;R=100;G=200y",
        "path|simple|false|'a/b?c é'|/v1/xa%2Fb%3Fc%20%C3%A9y",
        "query|form|true|['blue','black']|/v1/x?v=blue&v=black",
        "query|form|false|['blue','black']|/v1/x?v=blue,black",
        "query|form|true|{'R':100,'G':200}|/v1/x?R=100&G=200",
        "query|form|false|{'R':100,'G':200}|/v1/x?v=R,100,G,200",
        "query|spaceDelimited|false|['blue','black']|/v1/x?v=blue%20black",
        "query|pipeDelimited|false|['blue','black']|/v1/x?v=blue%7Cblack",
        "query|deepObject|true|{'R':100,'in':{'G':[1,2]}}"
            + "|/v1/x?v%5BR%5D=100&v%5Bin%5D%5BG%5D%5B0%5D=1&v%5Bin%5D%5BG%5D%5B1%5D=2",
        "query|form|true|'a&b=c#d+e'|/v1/x?v=a%26b%3Dc%23d%2Be",
      })
  void values_are_written_in_addresses_as_openapi_says(
      String place, String style, boolean explode, String value, String target) throws Exception {
    assertThat(apis.sent(parameter(place, style, explode), "{'v': " + value + "}").target())
        .isEqualTo(target);
  }

  @Test
  void headers_and_cookies_carry_values() throws Exception {
    ServerStandIn.Asked asked =
        apis.sent(
            """
            /x:
              get:
                parameters:
                  - {name: X-Ids, in: header, schema: {type: array, items: {type: integer}}}
                  - {name: Authorization, in: header, required: true, schema: {type: string}}
                  - {name: theme, in: cookie, schema: {type: string}}
                  - {name: lang, in: cookie, schema: {type: string}}
            """,
            "{'X-Ids': [1, 2], 'theme': 'dark blue', 'lang': 'en'}");
    assertThat(asked.header("X-Ids")).isEqualTo("1,2");
    assertThat(asked.header("Cookie")).isEqualTo("theme=dark%20blue; lang=en");
    assertThat(asked.header("Authorization")).isEmpty();
  }

  @Test
  void a_json_body_gets_its_members_from_arguments_and_the_path_goes_first() throws Exception {
    ServerStandIn.Asked asked =
        apis.sent(
            """
            /things/{id}:
              put:
                parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
                requestBody:
                  required: true
                  content:
                    application/json:
                      schema:
                        type: object
                        required: [id]
                        properties: {id: {type: string}, size: {type: number}}
            """,
            "{'id': 5, 'body_id': 'five', 'size': 2.5}");
    assertThat(asked.method() + " " + asked.target()).isEqualTo("PUT /v1/things/5");
    assertThat(asked.header("Content-Type")).isEqualTo("application/json");
    assertThat(Json.parse(asked.body())).isEqualTo(Json.parse("{\"id\":\"five\",\"size\":2.5}"));
  }

  @Test
  void a_body_that_is_no_plain_object_is_one_argument() throws Exception {
    String paths =
        """
        /things:
          post:
            requestBody:
              content: {application/json: {schema: {type: array, items: {type: integer}}}}
        """;
    assertThat(apis.sent(paths, "{'body': [1, 2]}").body()).isEqualTo("[1,2]");
    assertThat(apis.sent(paths, "{}").body()).isEmpty();
  }

  @Test
  void forms_are_encoded() throws Exception {
    ServerStandIn.Asked asked =
        apis.sent(
            """
            /charges:
              post:
                requestBody:
                  required: true
                  content:
                    application/x-www-form-urlencoded:
                      encoding: {metadata: {style: deepObject, explode: true}}
                      schema:
                        type: object
                        properties:
                          amount: {type: integer}
                          note: {type: string}
                          tags: {type: array, items: {type: string}}
                          metadata: {type: object, additionalProperties: {type: string}}
                          address: {type: object, properties: {city: {type: string}}}
            """,
            "{'amount': 5, 'note': 'a&b c', 'tags': ['x', 'y'], 'metadata': {'k': 'v'},"
                + " 'address': {'city': 'Ulm'}}");
    assertThat(asked.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
    assertThat(asked.body())
        .isEqualTo(
            "amount=5&note=a%26b%20c&tags=x&tags=y&metadata%5Bk%5D=v"
                + "&address=%7B%22city%22%3A%22Ulm%22%7D");
  }

  @Test
  void forms_of_parts_carry_text_and_bytes() throws Exception {
    ServerStandIn.Asked asked =
        apis.sent(
            """
            /files:
              post:
                requestBody:
                  required: true
                  content:
                    multipart/form-data:
                      schema:
                        type: object
                        properties:
                          note: {type: string}
                          file: {type: string, format: binary}
                          meta: {type: object}
            """,
            "{'note': 'hello', 'file': 'aGVsbG8gd29ybGQ=', 'meta': {'a': 1}}");
    String boundary = asked.header("Content-Type").replaceFirst(".*boundary=", "");
    assertThat(asked.body())
        .isEqualTo(
            """
            --B
            Content-Disposition: form-data; name="note"

            hello
            --B
            Content-Disposition: form-data; name="file"; filename="file"
            Content-Type: application/octet-stream

            hello world
            --B
            Content-Disposition: form-data; name="meta"
            Content-Type: application/json

            {"a":1}
            --B--
            """
                .replace("--B", "--" + boundary)
                .replace("\n", "\r\n"));
  }

  @Test
  void a_default_is_sent_only_for_what_is_required() throws Exception {
    assertThat(
            apis.sent(
                    """
                    /x:
                      get:
                        parameters:
                          - {name: page, in: query, required: true, schema: {type: integer, default: 1}}
                          - {name: size, in: query, schema: {type: integer, default: 50}}
                    """,
                    "{}")
                .target())
        .isEqualTo("/v1/x?page=1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", ""})
  void a_value_cannot_climb_out_of_the_path(String value) throws Exception {
    OpenApiServer server = apis.server("/a/{v}/b: {get: {}}");
    ObjectNode result = Apis.call(server, "{'v': '" + value + "'}");
    assertThat(result.path("isError").asBoolean()).isTrue();
    assertThat(Apis.text(result)).contains("'v'", "path");
    assertThat(apis.api.idle()).isTrue();
  }

  @Test
  void a_header_cannot_be_split() throws Exception {
    OpenApiServer server =
        apis.server("/a: {get: {parameters: [{name: X-A, in: header, schema: {type: string}}]}}");
    assertThat(Apis.text(Apis.call(server, "{'X-A': 'b\\r\\nEvil: yes'}"))).contains("'X-A'");
    assertThat(apis.api.idle()).isTrue();
  }

  @Test
  void arguments_that_do_not_fit_are_told_to_the_model() throws Exception {
    OpenApiServer server =
        apis.server(
            "/a: {get: {parameters: [{name: n, in: query, required: true, schema: {type: integer}}]}}");
    assertThat(Apis.text(Apis.call(server, "{'n': 'five'}"))).contains("n: ", "integer");
    assertThat(Apis.text(Apis.call(server, "{}"))).contains("'n'");
    assertThat(Apis.text(Apis.call(server, "{'n': 1, 'm': 2}"))).contains("'m'");
    assertThat(apis.api.idle()).isTrue();
  }

  @Test
  void an_object_is_structured_content_and_text() throws Exception {
    apis.api.then(200, "application/json", "{\"a\": [1]}");
    ObjectNode result = Apis.call(apis.server(GET), "{}");
    assertThat(Apis.text(result)).isEqualTo("{\"a\": [1]}");
    assertThat(result.path("structuredContent")).isEqualTo(Json.parse("{\"a\":[1]}"));
    apis.api.then(200, "application/json", "[1]");
    assertThat(Apis.call(apis.server(GET), "{}").has("structuredContent")).isFalse();
    apis.api.then(200, "application/json", "not json");
    assertThat(Apis.text(Apis.call(apis.server(GET), "{}"))).isEqualTo("not json");
    apis.api.then(200, "application/zip", "PK");
    assertThat(Apis.text(Apis.call(apis.server(GET), "{}")))
        .isEqualTo("(2 bytes of application/zip)");
    apis.api.then(204, "application/json", "");
    assertThat(Apis.text(Apis.call(apis.server(GET), "{}"))).contains("204");
    apis.api.then(200, "image/png", "PNG");
    assertThat(Apis.call(apis.server(GET), "{}").path("content").path(0).path("data").asString())
        .isEqualTo("UE5H");
  }

  @Test
  void an_error_of_the_api_is_a_result_with_its_status_and_the_beginning_of_its_body()
      throws Exception {
    apis.api.then(422, "application/problem+json", "{\"title\":\"no\"}" + " ".repeat(3_900) + "x");
    ObjectNode result = Apis.call(apis.server(GET), "{}");
    assertThat(result.path("isError").asBoolean()).isTrue();
    assertThat(Apis.text(result)).startsWith("GET /things answered HTTP 422: {\"title\":\"no\"}");
  }

  @Test
  void an_answer_that_is_too_long_or_never_ends_is_given_up() throws Exception {
    apis.api.then(200, "text/plain", "x".repeat(4_001));
    assertThat(Apis.text(Apis.call(apis.server(GET), "{}"))).contains("failed", "4000");
    apis.api.then(
        new ServerStandIn.Answer(200, Map.of("Content-Type", "text/plain"), "half done", true));
    OpenApiServer hasty =
        apis.server(GET, Outbound.NONE, new OpenApiConfig(Duration.ofMillis(200), 4_000));
    assertThat(Apis.text(Apis.call(hasty, "{}"))).contains("no whole answer");
  }

  @Test
  void redirects_stay_on_the_server() throws Exception {
    apis.api.then(redirect("/elsewhere?x=1")).then(200, "text/plain", "there");
    assertThat(Apis.text(Apis.call(apis.server(GET), "{}"))).isEqualTo("there");
    assertThat(apis.api.asked().target()).isEqualTo("/v1/things");
    assertThat(apis.api.asked().target()).isEqualTo("/elsewhere?x=1");
    apis.api.then(redirect("http://169.254.169.254/latest"));
    assertThat(Apis.text(Apis.call(apis.server(GET), "{}"))).contains("302", "another server");
    assertThat(apis.api.asked().target()).isEqualTo("/v1/things");
    for (int i = 0; i < 6; i++) {
      apis.api.then(redirect("/again"));
    }
    assertThat(Apis.text(Apis.call(apis.server(GET), "{}"))).contains("redirected more than");
  }

  private static ServerStandIn.Answer redirect(String location) {
    return new ServerStandIn.Answer(302, Map.of("Location", location), "", false);
  }

  @Test
  void credentials_are_sent_and_never_echoed() throws Exception {
    Outbound outbound =
        () ->
            new Outbound.Proof(
                Map.of("Authorization", "Bearer s3cr3t-token"), Map.of("key", "q-secret/1"));
    apis.api.then(200, "application/json", "{\"saw\": \"Bearer s3cr3t-token and q-secret/1\"}");
    String paths =
        "/x: {get: {parameters: [{name: key, in: query, schema: {type: string}}, {name: a, in: query, schema: {}}]}}";
    ObjectNode result = Apis.call(apis.server(paths, outbound), "{'key': 'mine', 'a': 'b'}");
    ServerStandIn.Asked asked = apis.api.asked();
    assertThat(asked.header("Authorization")).isEqualTo("Bearer s3cr3t-token");
    assertThat(asked.target()).isEqualTo("/v1/x?a=b&key=q-secret%2F1");
    assertThat(result.toString()).doesNotContain("s3cr3t", "q-secret").contains("[removed]");
  }

  @Test
  void credentials_that_were_refused_are_fetched_anew_once() throws Exception {
    AtomicInteger fetched = new AtomicInteger();
    Outbound outbound =
        new Outbound() {
          @Override
          public Proof proof() {
            return new Proof(Map.of("Authorization", "Bearer token-" + fetched.get()), Map.of());
          }

          @Override
          public void refused(Proof refused) {
            fetched.incrementAndGet();
          }
        };
    apis.api.then(401, "text/plain", "no").then(401, "text/plain", "no again");
    assertThat(Apis.text(Apis.call(apis.server(GET, outbound), "{}"))).contains("no again");
    assertThat(apis.api.asked().header("Authorization")).isEqualTo("Bearer token-0");
    assertThat(apis.api.asked().header("Authorization")).isEqualTo("Bearer token-1");
    assertThat(apis.api.idle()).isTrue();
    apis.api.then(401, "text/plain", "no");
    assertThat(Apis.text(Apis.call(apis.server(GET), "{}"))).contains("401");
    assertThat(apis.api.asked().target()).isEqualTo("/v1/things");
    assertThat(apis.api.idle()).isTrue();
  }

  @Test
  void an_address_that_the_operator_does_not_allow_is_told_to_the_model() throws Exception {
    try (HttpClient guarded =
        new GuardedHttpClient(
            HttpClient.newHttpClient(),
            new NetworkPolicy(NetworkPolicy.Reach.PUBLIC, List.of(), List.of()),
            false)) {
      OpenApiServer strict = apis.server(GET, Outbound.NONE, guarded, OpenApiConfig.defaults());
      ObjectNode result = Apis.call(strict, "{}");
      assertThat(result.path("isError").asBoolean()).isTrue();
      assertThat(Apis.text(result)).contains("was not called", "network.allow");
    }
    assertThat(apis.api.idle()).isTrue();
  }

  @Test
  void an_unknown_tool_is_unknown() {
    assertThatThrownBy(() -> apis.server(GET).callTool("nothing", Json.object(), Apis.CALL))
        .isInstanceOf(McpServer.Unknown.class);
  }
}
