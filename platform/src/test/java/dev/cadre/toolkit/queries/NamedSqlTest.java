package dev.cadre.toolkit.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedSqlTest {
  @Test
  void names_become_marks_in_their_order() {
    NamedSql sql = NamedSql.parse("select :b, :a, :b", _ -> "?");
    assertThat(sql).isEqualTo(new NamedSql("select ?, ?, ?", List.of("b", "a", "b")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select ':a'",
        "select 'it''s :a'",
        "select \":a\"",
        "select 1 -- :a",
        "select /* :a */ 1",
        "select $$:a$$",
        "select '2024-01-01'::date",
        "select array[1:2]"
      })
  void what_is_no_name_stays(String text) {
    assertThat(NamedSql.parse(text, _ -> "?")).isEqualTo(new NamedSql(text, List.of()));
  }

  @Test
  void a_cast_behind_a_name_stays() {
    assertThat(NamedSql.parse("select :a::date", _ -> "?").jdbc()).isEqualTo("select ?::date");
  }

  @ParameterizedTest
  @ValueSource(strings = {"select ?", "select 'a", "select /* a"})
  void what_cannot_be_told_apart_is_refused(String text) {
    assertThatThrownBy(() -> NamedSql.parse(text, _ -> "?")).isInstanceOf(Fault.Invalid.class);
  }
}
