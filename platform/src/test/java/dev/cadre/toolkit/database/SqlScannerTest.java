package dev.cadre.toolkit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlScannerTest {

  private static String postgres(String sql) {
    return SqlScanner.firstWord(sql, Dialect.POSTGRESQL);
  }

  @Test
  void comments_spaces_and_brackets_come_before_the_first_word() {
    assertThat(postgres("  -- drop table x;\n/* a /* b */ ; c */ ((select 1)) ; -- end"))
        .isEqualTo("SELECT");
    assertThat(postgres("with a as (select 1) insert into t select * from a")).isEqualTo("WITH");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select ';'",
        "select 'it''s; fine'",
        "select E'a\\'; b'",
        "select \"a;b\" from t",
        "select $$ ; drop table t $$",
        "select $tag$ $$ ; $tag$",
        "select a$b, $1 from t;",
        "select 1; /* ; */ -- ;"
      })
  void a_semicolon_in_a_text_is_no_end(String sql) {
    assertThat(postgres(sql)).isEqualTo("SELECT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1; drop table t",
        "select 'a\\'; drop table t; --'",
        "select 1 /* /* */ */; drop table t",
        "select $a$ $a$; drop table t",
        "select a$$; drop table t; $$",
        "select U&'\\'; drop table t; --'",
        "; ; drop table t; drop table u"
      })
  void a_second_statement_is_refused(String sql) {
    assertThatThrownBy(() -> postgres(sql))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("more than one statement");
  }

  @Test
  void sqlite_ends_a_comment_at_its_first_end() {
    assertThatThrownBy(
            () -> SqlScanner.firstWord("select 1 /* /* */; drop table t /* */", Dialect.SQLITE))
        .hasMessageContaining("more than one statement");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 'a\\' or 1=1; drop table t; --'",
        "select 1 /* /* */ ; drop table t */",
        "select 1--1",
        "select 1 # rest"
      })
  void what_unknown_databases_read_differently_is_refused(String sql) {
    assertThatThrownBy(() -> SqlScanner.firstWord(sql, Dialect.OTHER))
        .hasMessageContaining("databases read differently");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "-- nothing", ";", "/* open", "select 'open", "select $$ open"})
  void what_is_no_whole_statement_is_refused(String sql) {
    assertThatThrownBy(() -> postgres(sql)).isInstanceOf(Fault.Invalid.class);
  }

  @Test
  void a_comment_that_mysql_runs_is_refused() {
    assertThatThrownBy(() -> postgres("/*!50000 drop table t */ select 1"))
        .hasMessageContaining("some databases run");
  }
}
