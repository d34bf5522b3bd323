package dev.cadre.toolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.config.ConfigReader;
import dev.cadre.embedding.BgeEmbedder;
import dev.cadre.fault.Fault;
import dev.cadre.time.SystemTimer;
import dev.cadre.tool.SchemaCheck;
import dev.cadre.tool.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ToolkitTest {
  private final SystemTimer timer = new SystemTimer();
  private final Means means =
      new Means(Clock.systemUTC(), timer, null, new BgeEmbedder(), null, null);

  @AfterEach
  void end() {
    timer.close();
  }

  private static Toolkit.Plan plan(String kind, String settings) {
    return ConfigReader.literal().read("test", settings, Toolkit.find(kind).reading());
  }

  @Test
  void every_servers_tools_have_schemas_that_are_schemas(@TempDir Path folder) throws Exception {
    Path queries = folder.resolve("queries.yaml");
    Files.writeString(
        queries,
        "tools: {one: {description: One, parameters: {a: {type: date}}, sql: 'select :a'}}\n");
    Map<String, String> needed =
        Map.of(
            "database",
            "url: 'jdbc:sqlite::memory:'",
            "queries",
            "{url: 'jdbc:sqlite::memory:', file: '" + queries + "'}",
            "knowledge",
            "folder: '" + folder + "'");
    SchemaCheck schemas = new SchemaCheck();
    for (Toolkit.Kind kind : Toolkit.KINDS) {
      Toolkit.Plan plan = plan(kind.name(), needed.getOrDefault(kind.name(), ""));
      try (Serving serving = plan.open(means)) {
        assertThat(serving.tools()).as(kind.name()).isNotEmpty();
        for (Tool tool : serving.tools()) {
          assertThat(schemas.problems(tool.spec().inputSchema())).as(tool.spec().name()).isEmpty();
          assertThat(tool.spec().inputSchema().path("additionalProperties").asBoolean(true))
              .as(tool.spec().name())
              .isFalse();
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "database   | {}                                     | url is missing",
        "database   | {url: 'postgresql://h/d'}              | must begin with jdbc:",
        "database   | {url: 'jdbc:sqlite:x', maxRow: 1}      | did you mean 'maxRows'?",
        "aws        | {endpoint: nowhere}                    | must be an http or https URL",
        "aws        | {accessKeyId: A}                       | belong together",
        "custom     | {weatherUrl: 'ftp://x'}                | must be an http or https URL",
        "kubernetes | {maxReplicas: 0}                       | maxReplicas",
        "documents  | {folders: [/no/such/folder]}           | no folder on this machine",
        "data       | {folder: /no/such/folder}              | no folder on this machine",
        "images     | {maxSize: 1GB}                         | maxSize",
      })
  void settings_that_are_wrong_are_told(String kind, String settings, String told) {
    assertThatThrownBy(() -> plan(kind, settings))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining(told);
  }

  @Test
  void a_number_may_be_written_as_a_text() throws Exception {
    Toolkit.Plan plan = plan("database", "{url: 'jdbc:sqlite::memory:', maxRows: \"7\"}");
    try (Serving serving = plan.open(means)) {
      assertThat(serving.tools().getFirst().spec().description()).contains("at most 7 rows");
    }
  }

  @Test
  void a_kind_that_is_not_there_is_answered_with_the_nearest() {
    assertThatThrownBy(() -> Toolkit.find("databse")).hasMessageContaining("'database'?");
  }
}
