package dev.cadre.toolkit.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.config.Secret;
import dev.cadre.json.Json;
import dev.cadre.store.Database;
import dev.cadre.store.TestDatabase;
import dev.cadre.time.SystemTimer;
import dev.cadre.toolkit.ToolCalls;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The database server on a PostgreSQL, with a role that owns its tables. */
final class PostgresServerTest {
  private static final AtomicInteger ROLES = new AtomicInteger();
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final TestDatabase test = TestDatabase.fresh();
  private final String role = "shop_" + ROLES.incrementAndGet();
  private final SystemTimer timer = new SystemTimer();

  @BeforeEach
  void make() {
    Database database = test.database();
    database.update("create role " + role + " login password 'secret'");
    database.update("create schema shop authorization " + role);
    try (Database own = Database.open(test.url() + "?currentSchema=shop", role, "secret", 1)) {
      own.update("create table customer (id int primary key, name text not null)");
      own.update(
          "create table orders (id int primary key, customer int references customer (id),"
              + " total numeric(10,2) default 0, placed date, note text)");
      own.update("create sequence numbers");
      own.update("insert into customer values (1, 'Alice Johnson'), (2, 'Bob Smith')");
      own.update("insert into orders values (10, 1, 19.90, '2026-03-01', null)");
      own.update(
          "create function grow() returns int language plpgsql as"
              + " $$ begin insert into customer values (99, 'Eve'); return 1; end $$");
    }
  }

  @AfterEach
  void end() {
    timer.close();
    test.database().update("drop owned by " + role + " cascade");
    test.database().update("drop role " + role);
    test.close();
  }

  private DatabaseConfig config(boolean writable, Duration limit, int maxRows, int maxBytes) {
    return new DatabaseConfig(
        new Secret(test.url() + "?currentSchema=shop"),
        role,
        new Secret("secret"),
        writable,
        false,
        maxRows,
        maxBytes,
        limit,
        2);
  }

  private DatabaseServer reading() {
    return new DatabaseServer(timer, null, config(false, LIMIT, 1_000, 200_000));
  }

  private long customers() {
    return test.database()
        .first("select count(*) from shop.customer", row -> row.getLong(1))
        .orElseThrow();
  }

  private static String query(String sql) {
    return Json.text(Json.object().put("query", sql));
  }

  @Test
  void a_query_with_parameters_is_answered_with_typed_values() {
    try (DatabaseServer server = reading()) {
      JsonNode answer =
          new ToolCalls(server.tools())
              .answer(
                  "execute_query",
                  """
                  {"query": "select o.id, c.name, o.total, o.placed, o.note, true as paid from orders o join customer c on c.id = o.customer where c.name = ? and o.placed > ? and o.total < ?",
                   "params": ["Alice Johnson", "2026-01-01", 20.5]}
                  """);

      assertThat(Json.text(answer.path("rows")))
          .isEqualTo("[[10,\"Alice Johnson\",19.90,\"2026-03-01\",null,true]]");
      assertThat(answer.path("columns").path(2).path("type").asString()).isEqualTo("numeric");
      assertThat(answer.path("truncated").asBoolean()).isFalse();
    }
  }

  @Test
  void a_parameter_is_a_value_and_never_sql() {
    try (DatabaseServer server = reading()) {
      JsonNode answer =
          new ToolCalls(server.tools())
              .answer(
                  "execute_query",
                  """
                  {"query": "select count(*) from customer where name = ?",
                   "params": ["x' or '1'='1'; drop table customer; --"]}
                  """);

      assertThat(answer.path("rows").path(0).path(0).asInt()).isZero();
      assertThat(customers()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into customer values (3, 'Eve')",
        "with gone as (delete from customer returning *) select * from gone",
        "with new as (insert into customer values (3, 'Eve') returning *) select * from new",
        "explain analyze insert into customer values (3, 'Eve')",
        "select grow()",
        "select nextval('numbers')",
        "select * into copied from customer",
        "select set_config('transaction_read_only', 'off', false), grow()",
        "select query_to_xml('insert into customer values (3, ''Eve'')', true, true, '')",
        "select * from customer for update",
        "select 1; delete from customer",
        "commit; delete from customer",
        "set transaction read write",
        "set session characteristics as transaction read write",
        "begin",
        "do $$ begin delete from customer; end $$",
        "copy customer to '/tmp/copied'",
        "copy (select 1) to program 'true'",
        "truncate customer",
        "create temp table t (a int)",
        "call something()",
        "prepare transaction 'x'",
        "vacuum customer",
        "listen something"
      })
  void what_would_change_something_is_refused(String sql) {
    try (DatabaseServer server = reading()) {
      ToolCalls calls = new ToolCalls(server.tools());

      assertThat(calls.failure("execute_query", query(sql))).isNotBlank();
      assertThat(customers()).isEqualTo(2);
      // The next call has a transaction of its own, as read-only as the first.
      assertThat(calls.failure("execute_query", query("select grow()")))
          .contains("read-only transaction");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select pg_read_file('/etc/passwd')",
        "select pg_ls_dir('/')",
        "select lo_import('/etc/passwd')",
        "select * from pg_authid"
      })
  void the_hosts_files_and_secrets_are_out_of_reach(String sql) {
    try (DatabaseServer server = reading()) {
      assertThat(new ToolCalls(server.tools()).failure("execute_query", query(sql)))
          .containsAnyOf("permission denied", "read-only transaction", "must be superuser");
    }
  }

  @Test
  void a_role_that_could_reach_the_hosts_files_is_refused() {
    DatabaseConfig config =
        new DatabaseConfig(
            new Secret(test.url()),
            TestDatabase.user(),
            new Secret(TestDatabase.password()),
            false,
            false,
            10,
            10_000,
            LIMIT,
            1);
    try (DatabaseServer server = new DatabaseServer(timer, null, config)) {
      assertThat(server.trouble()).contains("grant pg_read_all_data").contains("superuser");
    }
  }

  @Test
  void the_platforms_own_database_is_refused_by_whatever_address() {
    DatabaseConfig own = config(false, LIMIT, 10, 10_000);
    try (DatabaseServer server = new DatabaseServer(timer, test.database(), own)) {
      assertThat(server.trouble()).contains("platform's own database");
    }
    try (TestDatabase other = TestDatabase.fresh();
        DatabaseServer server = new DatabaseServer(timer, other.database(), own)) {
      assertThat(server.trouble()).isNull();
    }
  }

  @Test
  void a_query_that_runs_too_long_is_stopped() {
    try (DatabaseServer server =
        new DatabaseServer(timer, null, config(false, Duration.ofMillis(300), 10, 10_000))) {
      ToolCalls calls = new ToolCalls(server.tools());

      assertThat(calls.failure("execute_query", query("select pg_sleep(60)")))
          .contains("ran for 300 ms and was stopped");
      assertThat(
              calls.failure(
                  "execute_query",
                  query("select set_config('statement_timeout', '0', true), pg_sleep(60)")))
          .contains("was stopped");
      assertThat(calls.answer("execute_query", query("select 1")).path("row_count").asInt())
          .isEqualTo(1);
    }
  }

  @Test
  void rows_values_and_bytes_have_limits_that_are_told() {
    try (DatabaseServer server =
        new DatabaseServer(timer, null, config(false, LIMIT, 100, 50_000))) {
      ToolCalls calls = new ToolCalls(server.tools());

      JsonNode rows =
          calls.answer(
              "execute_query",
              query("select a from generate_series(1, 100000) a, generate_series(1, 100000) b"));
      assertThat(rows.path("row_count").asInt()).isEqualTo(100);
      assertThat(rows.path("truncated_because").asString()).contains("more than 100 rows");

      JsonNode bytes =
          calls.answer(
              "execute_query", query("select repeat('x', 10000) from generate_series(1, 50)"));
      assertThat(bytes.path("row_count").asInt()).isEqualTo(4);
      assertThat(bytes.path("truncated_because").asString()).contains("50000 characters");

      JsonNode value = calls.answer("execute_query", query("select repeat('x', 40000)"));
      assertThat(value.path("rows").path(0).path(0).asString())
          .hasSizeLessThan(17_000)
          .contains("[cut: 40000 characters in all]");
      assertThat(value.path("truncated").asBoolean()).isTrue();
    }
  }

  @Test
  void a_result_larger_than_memory_allows_is_refused() {
    try (DatabaseServer server = reading()) {
      assertThat(
              new ToolCalls(server.tools())
                  .failure("execute_query", query("select repeat('x', 100000000)")))
          .contains("exceeded maxResultBuffer");
    }
  }

  @Test
  void writing_is_possible_where_it_is_allowed_and_one_statement_at_a_time() {
    try (DatabaseServer server =
        new DatabaseServer(timer, null, config(true, LIMIT, 100, 50_000))) {
      ToolCalls calls = new ToolCalls(server.tools());

      JsonNode answer =
          calls.answer(
              "execute_query",
              """
              {"query": "insert into customer values (?, ?)", "params": [3, "Carol"]}
              """);

      assertThat(answer.path("changed_rows").asInt()).isEqualTo(1);
      assertThat(customers()).isEqualTo(3);
      assertThat(calls.failure("execute_query", query("delete from orders; delete from customer")))
          .contains("more than one statement");
      assertThat(calls.failure("execute_query", query("commit"))).contains("own transaction");
      assertThat(customers()).isEqualTo(3);
    }
  }

  @Test
  void one_call_leaves_nothing_behind_for_the_next() {
    for (boolean writable : new boolean[] {false, true}) {
      try (DatabaseServer server =
          new DatabaseServer(timer, null, config(writable, LIMIT, 100, 50_000))) {
        ToolCalls calls = new ToolCalls(server.tools());
        // Its own end may fall to the limit of a millisecond; what comes after must not.
        calls.call("execute_query", query("select set_config('statement_timeout', '1', false)"));
        calls.answer(
            "execute_query",
            query("select set_config('search_path', 'public', false), pg_advisory_lock(7)"));
        if (writable) {
          calls.answer("execute_query", query("create temp table customer (a int)"));
        }

        assertThat(Json.text(calls.answer("execute_query", query("show search_path")).path("rows")))
            .isEqualTo("[[\"shop\"]]");
        assertThat(
                Json.text(
                    calls
                        .answer(
                            "execute_query",
                            query(
                                "select (select count(*) from customer), (select count(*) from"
                                    + " pg_locks where locktype = 'advisory')"))
                        .path("rows")))
            .isEqualTo("[[2,0]]");
      }
    }
  }

  @Test
  void the_schema_tells_columns_and_keys() {
    try (DatabaseServer server = reading()) {
      ToolCalls calls = new ToolCalls(server.tools());
      JsonNode answer = calls.answer("get_schema", "{\"schema\": \"shop\", \"table\": \"order*\"}");
      JsonNode table = answer.path("tables").path(0);

      assertThat(answer.path("table_count").asInt()).isEqualTo(1);
      assertThat(table.path("name").asString()).isEqualTo("orders");
      assertThat(table.path("columns").path(0).path("name").asString()).isEqualTo("id");
      assertThat(table.path("columns").path(0).path("nullable").asBoolean(true)).isFalse();
      assertThat(Json.text(table.path("primary_key"))).isEqualTo("[\"id\"]");
      assertThat(Json.text(table.path("foreign_keys")))
          .isEqualTo("[{\"column\":\"customer\",\"references\":\"customer.id\"}]");
      assertThat(
              calls
                  .answer("get_schema", "{\"schema\": \"shop\", \"names_only\": true}")
                  .path("table_count")
                  .asInt())
          .isEqualTo(2);
    }
  }

  @Test
  void a_database_that_is_down_is_told_with_the_call() {
    DatabaseConfig config =
        new DatabaseConfig(
            new Secret("jdbc:postgresql://127.0.0.1:1/none"),
            "nobody",
            new Secret("hidden-password"),
            false,
            false,
            10,
            10_000,
            LIMIT,
            1);
    try (DatabaseServer server = new DatabaseServer(timer, null, config)) {
      assertThat(server.trouble()).contains("cannot be reached").doesNotContain("hidden-password");
    }
  }
}
