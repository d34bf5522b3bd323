package dev.cadre.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.cadre.json.Json;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class SchemaCheckTest {
  private final SchemaCheck schemas = new SchemaCheck();

  private static ObjectNode json(String text) {
    return (ObjectNode) Json.parse(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"strin\"}",
        "{\"type\":\"object\",\"properties\":[]}",
        "{\"type\":\"object\",\"required\":\"a\"}",
        "{\"minimum\":\"one\"}",
        "{\"properties\":{\"a\":{\"type\":7}}}",
        "{\"$ref\":\"#/$defs/missing\"}",
        "{\"type\":\"string\",\"pattern\":\"(\"}",
      })
  void says_what_is_no_schema(String schema) {
    assertThat(schemas.problems(json(schema))).isNotEmpty().allMatch(p -> !p.isBlank());
  }

  @Test
  void names_the_place_and_what_was_expected() {
    ObjectNode schema =
        json(
            """
            {"type": "object", "required": ["to"], "additionalProperties": false,
             "properties": {"to": {"type": "string"},
               "lines": {"type": "array", "items": {"properties": {"price": {"type": "number", "minimum": 0}}}}}}
            """);
    assertThat(schemas.problems(schema)).isEmpty();
    assertThat(schemas.violations(schema, json("{\"to\":\"x\",\"lines\":[{\"price\":1}]}"))).isEmpty();
    assertThat(schemas.violations(schema, json("{\"lines\":[{\"price\":-1},{\"price\":\"1\"}],\"cc\":1}")))
        .anyMatch(v -> v.contains("'to'"))
        .anyMatch(v -> v.startsWith("lines.0.price: ") && v.contains("0"))
        .anyMatch(v -> v.startsWith("lines.1.price: ") && v.contains("number expected"))
        .anyMatch(v -> v.contains("'cc'"));
  }

  @Test
  void fetches_nothing() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          byte[] body = "{\"type\":\"integer\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/s.json";
      assertThat(schemas.problems(json("{\"$ref\":\"" + url + "\"}"))).isNotEmpty();
      assertThat(schemas.problems(json("{\"$schema\":\"" + url + "\",\"type\":\"object\"}"))).isNotEmpty();
      assertThat(schemas.problems(json("{\"$ref\":\"file:///etc/hostname\"}"))).isNotEmpty();
      assertThat(asked).hasValue(0);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void what_refers_to_itself_without_end_is_told() {
    ObjectNode loop = json("{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"$ref\":\"#/$defs/a\"}}}");
    assertThat(schemas.problems(loop)).isNotEmpty();
  }

  @Test
  void a_change_to_a_schema_after_it_was_checked_changes_nothing_for_others() {
    ObjectNode schema = json("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}");
    assertThat(schemas.violations(schema, json("{\"a\":1}"))).isNotEmpty();
    assertThat(schemas.violations(schema.deepCopy(), json("{\"a\":\"x\"}"))).isEmpty();
  }
}
