package dev.cadre.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class PrincipalTest {
  private static Principal called(String name, Principal.Kind kind) {
    return new Principal(name, kind, Set.of("invoke"));
  }

  @Test
  void whoever_a_token_names_cannot_say_to_be_another() {
    assertThat(called("ada", Principal.Kind.JWT).person("ben"))
        .isEqualTo("ada");
  }

  @Test
  void a_key_speaks_for_the_people_it_names_and_else_for_itself() {
    Principal app = called("app", Principal.Kind.ACCESS_KEY);
    assertThat(app.person("ben")).isEqualTo("ben");
    assertThat(app.person(" ")).isEqualTo("app");
    assertThat(app.person(null)).isEqualTo("app");
  }
}
