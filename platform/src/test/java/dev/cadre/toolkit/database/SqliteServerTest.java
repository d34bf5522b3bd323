package dev.cadre.toolkit.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.config.Secret;
import dev.cadre.json.Json;
import dev.cadre.time.SystemTimer;
import dev.cadre.toolkit.ToolCalls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The database server on a SQLite file. */
final class SqliteServerTest {
  @TempDir Path folder;

  private final SystemTimer timer = new SystemTimer();

  @BeforeEach
  void make() throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.execute("create table users (id integer primary key, name text not null)");
      statement.execute("insert into users values (1, 'Alice Johnson'), (2, 'Bob Smith')");
    }
  }

  @AfterEach
  void end() {
    timer.close();
  }

  private Path file() {
    return folder.resolve("users.sqlite");
  }

  private DatabaseServer server(Path file, boolean writable, Duration limit) {
    return new DatabaseServer(
        timer,
        null,
        new DatabaseConfig(
            new Secret("jdbc:sqlite:" + file),
            "",
            new Secret(""),
            writable,
            false,
            100,
            200_000,
            limit,
            2));
  }

  private DatabaseServer reading() {
    return server(file(), false, Duration.ofSeconds(20));
  }

  private static String query(String sql) {
    return Json.text(Json.object().put("query", sql));
  }

  @Test
  void a_query_is_answered() {
    try (DatabaseServer server = reading()) {
      JsonNode answer =
          new ToolCalls(server.tools())
              .answer(
                  "execute_query",
                  """
                  {"query": "select id, name from users where name like ? order by id", "params": ["A%"]}
                  """);

      assertThat(Json.text(answer.path("rows"))).isEqualTo("[[1,\"Alice Johnson\"]]");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into users values (3, 'Eve')",
        "with x as (select 3) insert into users select 3, 'Eve' from x",
        "select 1; delete from users",
        "attach database '/tmp/other.sqlite' as other",
        "pragma writable_schema = on",
        "pragma query_only = off",
        "vacuum into '/tmp/copy.sqlite'",
        "select load_extension('/tmp/evil.so')",
        "select writefile('/tmp/x', 'y')",
        "create temp table t (a)"
      })
  void what_would_change_something_is_refused(String sql) {
    try (DatabaseServer server = reading()) {
      ToolCalls calls = new ToolCalls(server.tools());

      assertThat(calls.failure("execute_query", query(sql))).isNotBlank();
      assertThat(
              calls
                  .answer("execute_query", query("select count(*) from users"))
                  .path("rows")
                  .path(0)
                  .path(0)
                  .asInt())
          .isEqualTo(2);
    }
  }

  @Test
  void a_value_too_few_or_too_many_is_told_and_nothing_is_guessed() {
    try (DatabaseServer server = reading()) {
      ToolCalls calls = new ToolCalls(server.tools());

      assertThat(
              calls.failure("execute_query", query("select * from users where name = ? or id = ?")))
          .contains("want 2 values", "params has 0");
      assertThat(calls.failure("execute_query", "{\"query\": \"select 1\", \"params\": [\"x\"]}"))
          .contains("want 0 values", "params has 1");
    }
  }

  @Test
  void an_error_is_told_in_the_databases_words_alone() {
    try (DatabaseServer server = reading()) {
      ToolCalls calls = new ToolCalls(server.tools());

      assertThat(calls.failure("execute_query", query("select * from nope")))
          .isEqualTo("The database refused the query: no such table: nope");
      assertThat(calls.answer("get_schema", "{\"table\": \"nope\"}").path("note").asString())
          .contains("no such table");
    }
  }

  @Test
  void a_query_without_end_is_stopped() {
    try (DatabaseServer server = server(file(), false, Duration.ofMillis(300))) {
      String endless =
          "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n";

      assertThat(new ToolCalls(server.tools()).failure("execute_query", query(endless)))
          .contains("was stopped");
    }
  }

  @Test
  void a_value_larger_than_memory_allows_is_refused() {
    try (DatabaseServer server = reading()) {
      assertThat(
              new ToolCalls(server.tools())
                  .failure("execute_query", query("select hex(zeroblob(500000000))")))
          .contains("too big");
    }
  }

  @Test
  void a_file_that_is_not_there_is_not_made() {
    Path absent = folder.resolve("absent.sqlite");
    try (DatabaseServer server = server(absent, false, Duration.ofSeconds(20))) {
      assertThat(server.trouble()).contains("cannot be reached");
      assertThat(Files.exists(absent)).isFalse();
    }
  }

  @Test
  void writing_is_possible_where_it_is_allowed() {
    try (DatabaseServer server = server(file(), true, Duration.ofSeconds(20))) {
      ToolCalls calls = new ToolCalls(server.tools());
      calls.answer("execute_query", query("insert into users values (3, 'Carol')"));

      assertThat(calls.failure("execute_query", query("attach database '/tmp/x' as other")))
          .contains("ATTACH is not allowed");
    }
    try (DatabaseServer server = reading()) {
      assertThat(
              new ToolCalls(server.tools())
                  .answer("execute_query", query("select name from users where id = 3"))
                  .path("rows")
                  .toString())
          .contains("Carol");
    }
  }

  @Test
  void the_schema_tells_columns_and_keys() {
    try (DatabaseServer server = reading()) {
      JsonNode table =
          new ToolCalls(server.tools()).answer("get_schema", "{}").path("tables").path(0);

      assertThat(table.path("name").asString()).isEqualTo("users");
      assertThat(table.path("columns").size()).isEqualTo(2);
      assertThat(Json.text(table.path("primary_key"))).isEqualTo("[\"id\"]");
    }
  }
}
