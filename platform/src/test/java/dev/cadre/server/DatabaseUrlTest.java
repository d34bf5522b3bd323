package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

  @Test
  void user_password_and_place_are_told_apart() {
    DatabaseUrl url = DatabaseUrl.parse("postgresql://ann:p%40ss+w%2Frd@db:5433/cadre?ssl=true");
    assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://db:5433/cadre?ssl=true");
    assertThat(url.user()).isEqualTo("ann");
    assertThat(url.password()).isEqualTo("p@ss+w/rd");
  }

  @Test
  void what_is_shown_holds_no_password() {
    assertThat(DatabaseUrl.parse("postgres://ann:hush@db/cadre?password=hush").shown())
        .isEqualTo("db/cadre");
  }

  @Test
  void a_jdbc_url_and_one_without_a_user_are_read_too() {
    DatabaseUrl url = DatabaseUrl.parse("jdbc:postgresql://localhost/cadre");
    assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://localhost/cadre");
    assertThat(url.user()).isEqualTo("postgres");
    assertThat(url.password()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://ann:hush@db/cadre",
        "postgresql://ann:hush@db",
        "postgresql://ann:hush@db/",
        "postgresql://ann:hu sh@db/cadre",
        "postgresql:ann:hush",
        "hush"
      })
  void a_refusal_shows_the_form_and_no_password(String text) {
    assertThatThrownBy(() -> DatabaseUrl.parse(text))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("postgresql://USER:PASSWORD@HOST")
        .satisfies(e -> assertThat(e.toString()).doesNotContain("hush", "hu sh"));
  }
}
