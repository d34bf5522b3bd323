package dev.cadre.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.http.Principal;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeclaredInvocationsTest {
  private static Principal called(String name, Principal.Kind kind) {
    return new Principal(name, kind, Set.of("invoke"));
  }

  @Test
  void whoever_a_token_names_cannot_say_to_be_another() {
    assertThat(DeclaredInvocations.person(called("ada", Principal.Kind.JWT), "ben"))
        .isEqualTo("ada");
  }

  @Test
  void a_key_speaks_for_the_people_it_names_and_else_for_itself() {
    Principal app = called("app", Principal.Kind.ACCESS_KEY);
    assertThat(DeclaredInvocations.person(app, "ben")).isEqualTo("ben");
    assertThat(DeclaredInvocations.person(app, " ")).isEqualTo("app");
    assertThat(DeclaredInvocations.person(app, null)).isEqualTo("app");
  }
}
