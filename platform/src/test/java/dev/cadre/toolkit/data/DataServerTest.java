package dev.cadre.toolkit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.tool.SchemaCheck;
import dev.cadre.tool.Tool;
import dev.cadre.toolkit.files.Samples;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DataServerTest {
  private static final String SALES =
      """
      order,region,product,quantity,price,day
      001,North,"Tea, green",3,0.10,2026-01-05
      002,South,Coffee,1,0.20,2026-01-06
      003,North,Coffee,2,0.30,2026-02-01
      004,East,Tea,,1.05,2026-02-02
      005,North,Tea,4,,2026-03-01
      """;

  private final Samples files = new Samples();
  private final List<Tool> tools =
      new DataServer(files, InstantSource.system(), Duration.ofSeconds(1)).tools();

  @BeforeEach
  void sales() {
    files.with("sales.csv", SALES);
  }

  private JsonNode call(String tool, String arguments) {
    return Samples.answer(tools, tool, arguments);
  }

  private JsonNode query(String sql) {
    return call("data_query", Json.object().put("file", "sales.csv").put("sql", sql).toString());
  }

  @Test
  void every_schema_is_one() {
    for (Tool tool : tools) {
      assertThat(new SchemaCheck().problems(tool.spec().inputSchema())).isEmpty();
    }
  }

  @Test
  void a_table_is_described_with_exact_figures() {
    JsonNode answer = call("data_describe", "{\"file\":\"sales.csv\"}");
    assertThat(answer.path("rows").asInt()).isEqualTo(5);
    JsonNode columns = answer.path("columns");
    assertThat(columns.at("/0/type").asString()).as("001 is an id").isEqualTo("text");
    JsonNode price = columns.get(4);
    assertThat(price.path("type").asString()).isEqualTo("decimal");
    assertThat(price.path("missing").asInt()).isEqualTo(1);
    assertThat(price.path("sum").decimalValue()).isEqualByComparingTo("1.65");
    assertThat(price.path("mean").decimalValue()).isEqualByComparingTo("0.4125");
    assertThat(price.path("median").decimalValue()).isEqualByComparingTo("0.25");
    assertThat(price.path("quartile_1").decimalValue()).isEqualByComparingTo("0.175");
    assertThat(columns.at("/5/type").asString()).isEqualTo("date");
    assertThat(columns.at("/5/maximum").asString()).isEqualTo("2026-03-01");
    assertThat(columns.at("/1/top_values/0").toString())
        .isEqualTo("{\"value\":\"North\",\"count\":3}");
  }

  @Test
  void strays_among_numbers_are_named() {
    files.with("a.csv", "x\n" + "1\n".repeat(30) + "oops\n");
    JsonNode column = call("data_describe", "{\"file\":\"a.csv\"}").at("/columns/0");
    assertThat(column.path("type").asString()).isEqualTo("text");
    assertThat(column.path("not_numbers").asInt()).isEqualTo(1);
    assertThat(column.at("/not_numbers_such_as/0").asString()).isEqualTo("oops");
  }

  @Test
  void sql_answers_with_decimals_as_people_write_them() {
    JsonNode answer =
        query("select region, sum(price) as total, 0.1 + 0.2 from data group by 1 order by 1 desc");
    assertThat(answer.path("columns").toString()).startsWith("[\"region\",\"total\"");
    assertThat(answer.path("rows").toString())
        .isEqualTo("[[\"South\",0.2,0.3],[\"North\",0.4,0.3],[\"East\",1.05,0.3]]");
    assertThat(answer.path("more").asBoolean()).isFalse();
  }

  @Test
  void rows_beyond_the_most_are_said() {
    JsonNode answer =
        call(
            "data_query",
            "{\"file\":\"sales.csv\",\"sql\":\"select * from data;\",\"max_rows\":2}");
    assertThat(answer.path("row_count").asInt()).isEqualTo(2);
    assertThat(answer.path("more").asBoolean()).isTrue();
  }

  @Test
  void wrong_sql_is_answered_with_the_table_it_could_ask() {
    assertThatThrownBy(() -> query("select pric from data"))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("no such column: pric")
        .hasMessageContaining("\"price\" decimal");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delete from data",
        "with x as (select 1) delete from data",
        "with x as (select 1) insert into data(region) select 'a'",
        "select 1; delete from data",
        "/* */ -- \n drop table data",
        "attach database '/tmp/x.db' as x",
        "pragma query_only = off",
        "vacuum into '/tmp/stolen.db'",
        "select load_extension('/tmp/evil.so')",
        "select readfile('/etc/passwd')",
        "select writefile('/tmp/x', 'y')",
        "explain select 1",
        "select fts3_tokenizer('x', 'y')",
      })
  void what_is_no_query_of_the_table_is_refused(String sql) {
    assertThatThrownBy(() -> query(sql)).isInstanceOf(Fault.Invalid.class);
    assertThat(query("select count(*) from data").at("/rows/0/0").asInt()).isEqualTo(5);
  }

  @Test
  void a_query_cannot_turn_writing_on() {
    assertThatThrownBy(() -> query("select * from pragma_query_only(0)"))
        .isInstanceOf(Fault.Invalid.class);
  }

  @Test
  void a_semicolon_in_a_text_ends_nothing() {
    assertThat(query("select ';--' as x -- done\n;").at("/rows/0/0").asString()).isEqualTo(";--");
  }

  @Test
  void a_query_without_end_is_stopped() {
    assertThatThrownBy(
            () ->
                query(
                    "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*)"
                        + " from n"))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("too long");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select length(zeroblob(1000000000))",
        "select length(replace(hex(zeroblob(400000)), '0', 'xxxxxxxxxx'))",
        "with recursive n(s) as (select 'xxxxxxxx' union all select s || s from n) select max(length(s)) from n",
      })
  void a_value_without_bounds_is_refused(String sql) {
    assertThatThrownBy(() -> query(sql)).isInstanceOf(Fault.Invalid.class);
  }

  @Test
  void figures_are_by_group_the_largest_first() {
    JsonNode answer =
        call(
            "data_aggregate",
            "{\"file\":\"sales.csv\",\"operation\":\"sum\",\"column\":\"Price\",\"group_by\":\"region\"}");
    assertThat(answer.at("/groups/0").toString())
        .isEqualTo("{\"region\":\"East\",\"result\":1.05,\"rows\":1}");
    assertThat(answer.at("/groups/1/result").decimalValue()).isEqualByComparingTo("0.4");
  }

  @Test
  void figures_can_be_of_some_rows() {
    JsonNode answer =
        call(
            "data_aggregate",
            "{\"file\":\"sales.csv\",\"operation\":\"count\",\"where_column\":\"product\",\"where_value\":\"coffee\"}");
    assertThat(answer.path("result").asInt()).isEqualTo(2);
  }

  @Test
  void a_column_that_is_not_there_names_the_nearest() {
    assertThatThrownBy(
            () ->
                call(
                    "data_aggregate",
                    "{\"file\":\"sales.csv\",\"operation\":\"sum\",\"column\":\"prices\"}"))
        .hasMessageContaining("did you mean 'price'");
    assertThatThrownBy(
            () ->
                call(
                    "data_aggregate",
                    "{\"file\":\"sales.csv\",\"operation\":\"sum\",\"column\":\"region\"}"))
        .hasMessageContaining("not numbers")
        .hasMessageContaining("quantity, price");
  }

  @Test
  void correlation_says_over_how_many_rows_and_when_there_is_none() {
    files.with("c.csv", "a,b,c\n1,1,5\n2,4,5\n3,9,5\n4,16,5\n5,,5\n");
    JsonNode pairs = call("data_correlate", "{\"file\":\"c.csv\"}").path("correlations");
    assertThat(pairs.at("/0").toString())
        .isEqualTo("{\"x\":\"a\",\"y\":\"b\",\"n\":4,\"pearson\":0.9844,\"spearman\":1.0}");
    assertThat(pairs.at("/1/pearson").isNull()).isTrue();
    assertThat(pairs.at("/1/undefined").asString()).contains("same value");
  }

  @Test
  void ranks_of_equal_values_are_shared() {
    files.with("c.csv", "a,b\n1,2\n2,2\n3,3\n4,1\n");
    // Ranks of b: 2.5, 2.5, 4, 1. Computed by hand: r = -0.5 / sqrt(5 * 4.5).
    assertThat(
            call("data_correlate", "{\"file\":\"c.csv\"}")
                .at("/correlations/0/spearman")
                .asDouble())
        .isEqualTo(-0.3162);
  }

  @Test
  void numbers_of_other_countries_and_money_are_numbers() {
    files.with("e.csv", "a;b;c;d\n1.234,50;$1,200.00;12%;(5)\n7,25;$3;7%;6\n");
    JsonNode columns = call("data_describe", "{\"file\":\"e.csv\"}").path("columns");
    assertThat(columns.at("/0/sum").decimalValue()).isEqualByComparingTo("1241.75");
    assertThat(columns.at("/1/sum").decimalValue()).isEqualByComparingTo("1203");
    assertThat(columns.at("/2/sum").asInt()).isEqualTo(19);
    assertThat(columns.at("/3/sum").asInt()).isEqualTo(1);
  }

  @Test
  void json_lines_and_workbooks_are_tables_too() {
    files.with("a.jsonl", "{\"a\":1,\"b\":{\"c\":\"x\"}}\n{\"a\":2.5,\"d\":true}\n");
    assertThat(
            call(
                    "data_query",
                    "{\"file\":\"a.jsonl\",\"sql\":\"select a, \\\"b.c\\\", d from data\"}")
                .path("rows")
                .toString())
        .isEqualTo("[[1,\"x\",null],[2.5,null,1]]");
    files.with(
        "a.xlsx",
        Samples.xlsx(
            "<row r=\"1\"><c t=\"inlineStr\"><is><t>Title of it all</t></is></c></row>"
                + "<row r=\"2\"><c t=\"s\"><v>0</v></c><c t=\"inlineStr\"><is><t>Net</t></is></c></row>"
                + "<row r=\"3\"><c t=\"s\"><v>1</v></c><c s=\"3\"><v>0.30000000000000004</v></c></row>"));
    JsonNode described = call("data_describe", "{\"file\":\"a.xlsx\"}");
    assertThat(described.path("rows").asInt()).isEqualTo(1);
    assertThat(described.at("/columns/1/name").asString()).isEqualTo("Net");
    assertThat(described.at("/columns/1/sum").decimalValue()).isEqualByComparingTo("0.3");
  }

  @Test
  void a_table_without_headings_has_numbered_columns() {
    files.with("n.csv", "1,2\n3,4\n");
    assertThat(call("data_describe", "{\"file\":\"n.csv\"}").at("/columns/1/name").asString())
        .isEqualTo("column_2");
  }

  @Test
  void a_quotation_mark_left_open_is_found() {
    files.with("q.csv", "a,b\n1,\"x\n2,y\n");
    assertThatThrownBy(() -> call("data_describe", "{\"file\":\"q.csv\"}"))
        .hasMessageContaining("row 2")
        .hasMessageContaining("never closed");
  }

  @Test
  void a_chart_says_what_it_shows_and_runs_nothing() {
    files.with("x.csv", "name,v\n<script>alert(1)</script>,3\nB & C,4\n");
    JsonNode answer =
        call("data_chart", "{\"file\":\"x.csv\",\"kind\":\"bar\",\"x\":\"name\",\"y\":\"v\"}");
    String svg = answer.path("svg").asString();
    assertThat(svg)
        .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"")
        .contains("<title id=\"chart-title\">V by name</title>", "B &amp; C")
        .doesNotContain("<script");
    assertThat(answer.path("description").asString())
        .isEqualTo("Bar chart. <script>alert(1)</script> 3, B & C 4.");
  }

  @Test
  void a_pie_of_negative_shares_is_refused() {
    files.with("x.csv", "name,v\na,-3\nb,4\n");
    assertThatThrownBy(
            () ->
                call(
                    "data_chart",
                    "{\"file\":\"x.csv\",\"kind\":\"pie\",\"x\":\"name\",\"y\":\"v\"}"))
        .hasMessageContaining("negative");
  }
}
