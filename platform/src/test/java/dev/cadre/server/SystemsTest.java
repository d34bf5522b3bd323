package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Systems on a whole platform. */
class SystemsTest {
  private static Platform platform;

  @BeforeAll
  static void up(@TempDir Path folder) {
    shop(folder.resolve("shop"));
    write(folder.resolve("bad/system.yaml"), "name: bad\nserver: {}\nagents: [none.yaml]\n");
    write(folder.resolve("worse/system.yaml"), "name: worse\nagents: [agent.yaml]\n");
    write(folder.resolve("worse/agent.yaml"), "name: worse\ninstructions: Be.\ntool: []\n");
    write(folder.resolve("sql/system.yaml"), "name: sql\ndatabase: migrations\n");
    write(folder.resolve("sql/migrations/V1__a.sql"), "create tble a (b integer);\n");
    write(folder.resolve("notes.txt"), "no system");
    platform = new Platform("--systems", folder.toString());
  }

  private static void shop(Path shop) {
    write(
        shop.resolve("system.yaml"),
        """
        name: shop
        description: Sells one thing
        database: migrations
        servers:
          stock: {kind: database, url: database}
        memories:
          shoppers: {days: 30, strategies: {likes: user-preference}}
        agents:
          - file: agents/seller.yaml
            port: {name: seller, number: 8000}
            health: /health
            scaling: {min: 2, max: 6, cpu: 60}
        """);
    write(shop.resolve("migrations/V1__thing.sql"), "create table thing (name text);\n");
    write(
        shop.resolve("agents/seller.yaml"),
        """
        name: seller
        instructions: Sell.
        tools: [{mcp: stock}]
        """);
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void down() {
    platform.close();
  }

  private static JsonNode settled(String name) {
    Platform.await(() -> !system(name).path("status").asString().equals("LOADING"));
    return system(name);
  }

  private static JsonNode system(String name) {
    return platform.json("/cadre/v1/systems/" + name);
  }

  private static JsonNode query(String sql) {
    ObjectNode call = Json.object().put("method", "execute_query");
    call.putObject("params").put("query", sql);
    HttpRequest request =
        HttpRequest.newBuilder(platform.url().resolve("/mcp/shop_stock"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(call)))
            .build();
    return Json.parse(platform.send(request).body());
  }

  @Test
  void a_system_is_deployed_with_what_its_file_says_of_it() {
    JsonNode shop = settled("shop");
    assertThat(shop.path("status").asString()).as(shop.toString()).isEqualTo("READY");
    JsonNode seller = shop.path("agents").path(0);
    assertThat(seller.path("port").path("number").asInt()).isEqualTo(8000);
    assertThat(seller.path("scaling").path("max").asInt()).isEqualTo(6);
    assertThat(seller.path("version").asInt()).isEqualTo(1);
    JsonNode agent = platform.json("/cadre/v1/agents/seller");
    assertThat(agent.path("status").asString()).isEqualTo("READY");
    assertThat(agent.path("id").asString()).isEqualTo(seller.path("id").asString());
  }

  @Test
  void a_server_asks_the_systems_own_database() {
    settled("shop");
    JsonNode answer = query("select current_database(), current_user, count(*) from thing");
    assertThat(Json.text(answer.path("structuredContent").path("rows")))
        .isEqualTo("[[\"cadre_shop\",\"cadre_shop\",0]]");
  }

  @Test
  void its_role_reaches_no_other_database_and_has_no_power() {
    settled("shop");
    JsonNode answer =
        query(
            """
            select datname from pg_database
            where datallowconn and datname not like 'template%' and datname <> current_database()
              and has_database_privilege(datname, 'CONNECT')
            """);
    assertThat(Json.text(answer.path("structuredContent").path("rows"))).isEqualTo("[]");
    JsonNode role =
        query(
            "select rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls"
                + " from pg_roles where rolname = current_user");
    assertThat(Json.text(role.path("structuredContent").path("rows"))).isEqualTo("[[false]]");
  }

  @Test
  void a_broken_system_says_which_line_and_stops_nobody() {
    assertThat(settled("bad").path("problems").toString())
        .contains("bad/system.yaml:2: server is not a known key; did you mean 'servers'?")
        .contains("bad/system.yaml:3: agents[0].file is 'none.yaml', which is not there");
    assertThat(settled("worse").path("problems").toString())
        .contains("worse/agent.yaml:3: tool is not a known key; did you mean 'tools'?");
    assertThat(settled("sql").path("problems").toString()).contains("V1__a.sql");
    assertThat(platform.server().summary().systems())
        .anySatisfy(line -> assertThat(line).startsWith("bad is not in force: bad/system.yaml:2"));
    assertThat(settled("shop").path("status").asString()).isEqualTo("READY");
  }
}
