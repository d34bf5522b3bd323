package dev.cadre.toolkit.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.config.ConfigReader;
import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.time.SystemTimer;
import dev.cadre.toolkit.ToolCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class QueriesServerTest {
  private static final String FIND =
      """
      tools:
        find:
          description: Finds an order.
          parameters:
            id: {description: The order}
            least: {type: number, optional: true}
          sql: select id, price from orders where owner = :person and id = :id and (:least is null or price >= :least)
          empty: You have no order {id}.
      """;

  private final SystemTimer timer = new SystemTimer();
  @TempDir private Path folder;

  @BeforeEach
  void orders() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      statement.execute("create table orders (id text primary key, owner text, price real)");
      statement.execute("insert into orders values ('a1', 'ada', 5.5), ('b1', 'bob', 7)");
    }
  }

  @AfterEach
  void end() {
    timer.close();
  }

  private String url() {
    return "jdbc:sqlite:" + folder.resolve("shop.sqlite");
  }

  private QueriesServer server(String file, boolean writable) throws IOException {
    Files.writeString(folder.resolve("queries.yaml"), file);
    ObjectNode settings =
        Json.object().put("url", url()).put("file", "queries.yaml").put("writable", writable);
    QueriesConfig config =
        ConfigReader.literal()
            .read("settings", Json.text(settings), root -> QueriesConfig.read(root, folder));
    return new QueriesServer(timer, null, config);
  }

  @Test
  void rows_have_the_names_of_their_columns() throws IOException {
    try (QueriesServer server = server(FIND, false)) {
      assertThat(new ToolCalls(server.tools(), "ada").answer("find", "{\"id\":\"a1\"}").toString())
          .isEqualTo("{\"rows\":[{\"id\":\"a1\",\"price\":5.5}]}");
    }
  }

  @Test
  void the_person_is_the_callers_and_no_parameter() throws IOException {
    try (QueriesServer server = server(FIND, false)) {
      assertThat(server.tools().getFirst().spec().inputSchema().path("properties").propertyNames())
          .containsExactlyInAnyOrder("id", "least");
      ToolCalls bob = new ToolCalls(server.tools(), "bob");
      assertThat(bob.call("find", "{\"id\":\"a1\",\"person\":\"ada\"}").toString())
          .contains("You have no order a1.");
    }
  }

  @Test
  void a_parameter_left_out_is_null() throws IOException {
    try (QueriesServer server = server(FIND, false)) {
      ToolCalls ada = new ToolCalls(server.tools(), "ada");
      assertThat(ada.call("find", "{\"id\":\"a1\",\"least\":9}").toString())
          .contains("no order a1");
    }
  }

  @Test
  void a_query_that_writes_needs_the_files_word_and_the_settings() throws IOException {
    String write =
        """
        tools:
          rename:
            description: Renames.
            writes: true
            sql: update orders set owner = :call where owner = :person
        """;
    assertThatThrownBy(() -> server(write, false))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("set writable to true");
    assertThatThrownBy(() -> server(write.replace("    writes: true\n", ""), true))
        .hasMessageContaining("begins with UPDATE, and the tool has no 'writes: true'");
    try (QueriesServer server = server(write, true)) {
      assertThat(new ToolCalls(server.tools(), "ada").call("rename", "{}").toString())
          .contains("Done.");
    }
  }

  @Test
  void every_mistake_of_a_file_is_told_with_its_line() {
    assertThatThrownBy(
            () ->
                server(
                    """
                    tools:
                      find:
                        description: Finds.
                        parameters:
                          person: {}
                          id: {tpye: string}
                          unused: {}
                        sql: select :id, :other, :person
                    """,
                    false))
        .hasMessageContaining("queries.yaml:5: tools.find.parameters.person is what the platform")
        .hasMessageContaining("queries.yaml:6: tools.find.parameters.id.tpye is not a known key")
        .hasMessageContaining("names :other, which is none of the parameters")
        .hasMessageContaining("has 'unused', which the statement does not name");
  }

  @Test
  void two_statements_are_refused() {
    assertThatThrownBy(
            () ->
                server("tools: {a: {description: A, sql: 'select 1; delete from orders'}}", false))
        .hasMessageContaining("more than one statement");
  }

  @Test
  void a_statement_that_the_database_refuses_is_told_with_its_line() throws IOException {
    try (QueriesServer server =
        server("tools:\n  a:\n    description: A\n    sql: select nothing from orders\n", false)) {
      assertThat(server.trouble()).contains("queries.yaml:4: a:").contains("nothing");
    }
    try (QueriesServer server = server(FIND, false)) {
      assertThat(server.trouble()).isNull();
    }
  }
}
