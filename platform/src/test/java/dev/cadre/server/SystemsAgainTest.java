package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.json.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A system whose platform starts again. */
class SystemsAgainTest {
  private static final String AGENT = "name: seller\ninstructions: %s\n";

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void shop() throws IOException {
    Files.createDirectories(folder.resolve("systems/shop/migrations"));
    Files.writeString(
        folder.resolve("systems/shop/system.yaml"),
        "name: shop\ndatabase: migrations\nagents: [seller.yaml]\n");
    Files.writeString(
        folder.resolve("systems/shop/migrations/V1__a.sql"), "create table a (b integer);\n");
  }

  @AfterEach
  void end() {
    http.close();
  }

  /** Starts, waits for the system, and stops; gives what was said of the system. */
  private JsonNode run(String instructions) throws IOException {
    Files.writeString(folder.resolve("systems/shop/seller.yaml"), AGENT.formatted(instructions));
    Options options =
        Options.parse(
            new String[] {
              "--port",
              "0",
              "--state",
              folder.resolve("state").toString(),
              "--systems",
              folder.resolve("systems").toString(),
              "--no-warm"
            });
    Map<String, String> environment = System.getenv();
    Server server = Server.start(options, Settings.read(null, environment), environment);
    try {
      Platform.await(() -> !shop(server).path("status").asString().equals("LOADING"));
      return shop(server);
    } finally {
      server.drain();
    }
  }

  private JsonNode shop(Server server) {
    HttpRequest request =
        HttpRequest.newBuilder(server.summary().url().resolve("/cadre/v1/systems/shop")).build();
    try {
      return Json.parse(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void what_has_not_changed_is_left_alone_and_what_has_is_deployed() throws IOException {
    JsonNode first = run("Sell.").path("agents").path(0);
    assertThat(first.path("version").asInt()).isEqualTo(1);
    JsonNode same = run("Sell.").path("agents").path(0);
    assertThat(same).isEqualTo(first);
    JsonNode changed = run("Sell well.").path("agents").path(0);
    assertThat(changed.path("id")).isEqualTo(first.path("id"));
    assertThat(changed.path("version").asInt()).isEqualTo(2);
    Files.writeString(
        folder.resolve("systems/shop/migrations/V2__c.sql"), "alter table a add c text;\n");
    assertThat(run("Sell well.").path("status").asString()).isEqualTo("READY");
  }
}
