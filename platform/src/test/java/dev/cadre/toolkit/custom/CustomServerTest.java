package dev.cadre.toolkit.custom;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.cadre.json.Json;
import dev.cadre.store.Database;
import dev.cadre.store.TestDatabase;
import dev.cadre.toolkit.ToolCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The weather from a stand-in that speaks wttr.in's format, and data in both kinds of database. */
final class CustomServerTest {
  private static final String LONDON =
      """
      {"current_condition":[{"temp_C":"7","temp_F":"45","FeelsLikeC":"4","humidity":"81",
        "weatherDesc":[{"value":"Light rain "}],"windspeedKmph":"19","winddir16Point":"WSW",
        "precipMM":"0.3","pressure":"1009","cloudcover":"75","localObsDateTime":"2026-03-01 09:12 AM"}],
       "nearest_area":[{"areaName":[{"value":"London"}],"country":[{"value":"United Kingdom"}]}],
       "weather":[{"date":"2026-03-01","maxtempC":"9","mintempC":"3",
         "hourly":[{"weatherDesc":[{"value":"Mist"}]},{"weatherDesc":[{"value":"Cloudy"}]}]}]}\
      """;

  @TempDir Path folder;

  private final MovingClock clock = new MovingClock();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private HttpServer wttr;
  private volatile int status = 200;
  private volatile String body = LONDON;

  private static final class MovingClock implements InstantSource {
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    void pass(Duration time) {
      now = now.plus(time);
    }
  }

  @BeforeEach
  void start() throws IOException {
    wttr = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    wttr.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    wttr.start();
  }

  @AfterEach
  void stop() {
    wttr.stop(0);
  }

  private CustomServer server(@Nullable Database platform, String file, boolean offline) {
    URI url = URI.create("http://127.0.0.1:" + wttr.getAddress().getPort() + "/");
    return new CustomServer(
        clock, platform, new CustomConfig(url, Duration.ofMinutes(15), offline, file, 3));
  }

  private CustomServer server() {
    return server(null, "", true);
  }

  @Test
  void the_weather_is_told_in_numbers() {
    try (CustomServer server = server()) {
      JsonNode weather =
          new ToolCalls(server.tools()).answer("get_weather", "{\"city\":\"Greater London\"}");

      assertThat(asked).containsExactly("/Greater+London?format=j1");
      assertThat(weather.path("temperature_c").asDouble()).isEqualTo(7);
      assertThat(weather.path("condition").asString()).isEqualTo("Light rain");
      assertThat(weather.path("forecast").path(0).path("condition").asString()).isEqualTo("Cloudy");
      assertThat(weather.path("source").asString()).isEqualTo("live");
    }
  }

  @Test
  void an_answer_serves_for_its_time_and_not_longer() {
    try (CustomServer server = server()) {
      ToolCalls calls = new ToolCalls(server.tools());
      calls.answer("get_weather", "{\"city\":\"London\"}");
      clock.pass(Duration.ofMinutes(14));
      JsonNode again = calls.answer("get_weather", "{\"city\":\"london\"}");
      clock.pass(Duration.ofMinutes(2));
      JsonNode anew = calls.answer("get_weather", "{\"city\":\"London\"}");

      assertThat(again.path("source").asString()).isEqualTo("cache");
      assertThat(again.path("age_seconds").asInt()).isEqualTo(840);
      assertThat(anew.path("source").asString()).isEqualTo("live");
      assertThat(asked).hasSize(2);
    }
  }

  @Test
  void when_the_service_fails_an_old_answer_stands_in_and_says_so() {
    try (CustomServer server = server()) {
      ToolCalls calls = new ToolCalls(server.tools());
      calls.answer("get_weather", "{\"city\":\"London\"}");
      clock.pass(Duration.ofHours(3));
      status = 503;
      JsonNode old = calls.answer("get_weather", "{\"city\":\"London\"}");

      assertThat(old.path("source").asString()).isEqualTo("stale cache");
      assertThat(old.path("live").asBoolean(true)).isFalse();
      assertThat(old.path("age_seconds").asInt()).isEqualTo(10_800);
      assertThat(old.path("note").asString()).contains("answered 503");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{oops", "[]", "{}", "<html>", "{\"current_condition\":[]}"})
  void garbage_is_never_told_as_weather(String garbage) {
    body = garbage;
    try (CustomServer server = server()) {
      ToolCalls calls = new ToolCalls(server.tools());
      JsonNode typical = calls.answer("get_weather", "{\"city\":\"London\"}");

      assertThat(typical.path("source").asString()).isEqualTo("offline record");
      assertThat(typical.path("note").asString()).startsWith("NOT the weather now");
      assertThat(calls.failure("get_weather", "{\"city\":\"Nowhereville\"}"))
          .contains("is not known now");
    }
  }

  @Test
  void without_the_record_a_failure_is_a_failure() {
    status = 500;
    try (CustomServer server = server(null, "", false)) {
      assertThat(new ToolCalls(server.tools()).failure("get_weather", "{\"city\":\"London\"}"))
          .contains("answered 500");
    }
  }

  @Test
  void a_place_that_nobody_knows_is_told() {
    status = 404;
    try (CustomServer server = server()) {
      assertThat(new ToolCalls(server.tools()).failure("get_weather", "{\"city\":\"Xyzzy\"}"))
          .contains("knows no place 'Xyzzy'");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {":help", "../admin", "London?x=1", "@example.com", "a/b", " "})
  void what_is_no_city_asks_nobody(String city) {
    try (CustomServer server = server()) {
      assertThat(
              new ToolCalls(server.tools())
                  .failure("get_weather", Json.text(Json.object().put("city", city))))
          .contains("no city's name");
      assertThat(asked).isEmpty();
    }
  }

  @Test
  void data_are_kept_in_the_platforms_database_for_their_owner_alone() {
    try (TestDatabase database = TestDatabase.fresh()) {
      try (CustomServer server = server(database.database(), "", true)) {
        keepsData(server);
      }
      try (CustomServer again = server(database.database(), "", true)) {
        assertThat(found(again, "a").path("value").path("n").asInt()).isEqualTo(2);
      }
    }
  }

  @Test
  void data_are_kept_in_a_file() {
    String file = folder.resolve("data.sqlite").toString();
    try (CustomServer server = server(null, file, true)) {
      keepsData(server);
    }
    try (CustomServer again = server(null, file, true)) {
      assertThat(found(again, "a").path("value").path("n").asInt()).isEqualTo(2);
    }
  }

  private static JsonNode found(CustomServer server, String key) {
    return new ToolCalls(server.tools(), "ada").answer("get_data", "{\"key\":\"" + key + "\"}");
  }

  private void keepsData(CustomServer server) {
    ToolCalls ada = new ToolCalls(server.tools(), "ada");
    ada.answer("store_data", "{\"key\":\"a\",\"value\":\"first \\u0000\"}");
    assertThat(found(server, "a").path("value").asString()).isEqualTo("first \u0000");
    assertThat(found(server, "a").has("expires_at")).isFalse();
    ada.answer("store_data", "{\"key\":\"a\",\"value\":{\"n\":2}}");
    ada.answer("store_data", "{\"key\":\"b\",\"value\":7,\"ttl_seconds\":60}");
    assertThat(found(server, "b").path("expires_at").asString())
        .isEqualTo(clock.instant().plusSeconds(60).toString());
    assertThat(
            new ToolCalls(server.tools(), "eve").answer("get_data", "{\"key\":\"a\"}").toString())
        .isEqualTo("{\"key\":\"a\",\"found\":false,\"keys\":[]}");

    ada.answer("store_data", "{\"key\":\"c\",\"value\":null}");
    assertThat(ada.failure("store_data", "{\"key\":\"d\",\"value\":1}"))
        .contains("as many keys as there may be");

    clock.pass(Duration.ofSeconds(61));
    JsonNode gone = found(server, "b");
    assertThat(gone.path("found").asBoolean(true)).isFalse();
    assertThat(Json.text(gone.path("keys"))).isEqualTo("[\"a\",\"c\"]");
    ada.answer("store_data", "{\"key\":\"d\",\"value\":1}");

    String large = Json.text(Json.object().put("key", "a").put("value", "x".repeat(70_000)));
    assertThat(ada.failure("store_data", large)).contains("it may have 65536");
  }
}
