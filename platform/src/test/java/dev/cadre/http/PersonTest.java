package dev.cadre.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class PersonTest {
  private static Principal called(String name, Principal.Kind kind) {
    return new Principal(name, kind, Set.of("invoke"));
  }

  @Test
  void whoever_a_token_names_cannot_say_to_be_another() {
    assertThat(Person.of(called("ada", Principal.Kind.JWT), "ben")).isEqualTo("ada");
  }

  @Test
  void a_key_speaks_for_the_people_it_names_and_else_for_itself() {
    Principal app = called("app", Principal.Kind.ACCESS_KEY);
    assertThat(Person.of(app, "ben")).isEqualTo("ben");
    assertThat(Person.of(app, " ")).isEqualTo("app");
    assertThat(Person.of(app, null)).isEqualTo("app");
  }
}
