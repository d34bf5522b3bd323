package dev.cadre.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Requests that botocore signed; {@code botocore_golden.py} makes the file. */
final class BotocoreGoldenTest {
  @TempDir Path folder;
  private JsonNode golden;
  private Authentication gate;

  @BeforeEach
  void open() throws IOException {
    try (InputStream file = BotocoreGoldenTest.class.getResourceAsStream("botocore-golden.json")) {
      golden = Json.parse(file.readAllBytes());
    }
    Door door = new Door(folder);
    assertThat(golden.get("now").asString()).isEqualTo(TestClock.START.toString());
    AccessKeyId id = new AccessKeyId(golden.get("accessKeyId").asString());
    byte[] secret = golden.get("secretAccessKey").asString().getBytes(StandardCharsets.UTF_8);
    door.store.insert(
        new AccessKeyStore.Sealed(
            new AccessKey(id, "golden", Set.of("*"), TestClock.START, "admin", null),
            door.vault.seal(secret, id.value())));
    gate = door.required();
  }

  @TestFactory
  Stream<DynamicTest> what_botocore_signs_is_accepted() {
    return golden
        .get("cases")
        .valueStream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.get("name").asString(),
                    () ->
                        assertThat(Door.enter(gate, wire(one)).grant().principal().name())
                            .isEqualTo("golden")));
  }

  @Test
  void every_case_is_refused_with_another_body() {
    assertThat(golden.get("cases")).hasSize(20);
    for (JsonNode one : golden.get("cases")) {
      assertThatThrownBy(() -> Door.enter(gate, wire(one).body(Door.utf8("other"))))
          .isInstanceOf(Fault.Unauthenticated.class);
    }
  }

  private static Door.Wire wire(JsonNode one) {
    Map<String, List<String>> headers = new TreeMap<>();
    for (JsonNode header : one.get("headers")) {
      headers
          .computeIfAbsent(header.get(0).asString().toLowerCase(), _ -> new ArrayList<>())
          .add(header.get(1).asString());
    }
    return new Door.Wire(
        one.get("method").asString(),
        one.get("path").asString(),
        one.get("query").asString(),
        headers,
        one.get("body").asString().getBytes(StandardCharsets.UTF_8));
  }
}
