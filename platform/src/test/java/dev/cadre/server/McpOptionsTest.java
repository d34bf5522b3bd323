package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.toolkit.Toolkit;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class McpOptionsTest {

  private static McpOptions parse(String... args) {
    return McpOptions.parse(args);
  }

  @Test
  void settings_are_the_keys_of_the_configuration_file() {
    McpOptions options =
        parse("database", "--url=jdbc:sqlite:x", "--max-rows", "5", "--writable", "--stdio");

    assertThat(options.name()).isEqualTo("database");
    assertThat(options.stdio()).isTrue();
    assertThat(Json.text(options.settings()))
        .isEqualTo("{\"url\":\"jdbc:sqlite:x\",\"maxRows\":\"5\",\"writable\":\"true\"}");
  }

  @Test
  void what_is_wrong_is_told() {
    assertThatThrownBy(() -> parse("database", "--port", "x")).hasMessageContaining("--port 'x'");
    assertThatThrownBy(() -> parse("database", "--port")).hasMessageContaining("needs a value");
    assertThatThrownBy(() -> parse("database", "more")).hasMessageContaining("one word too many");
    assertThatThrownBy(
            () ->
                parse("database", "--url", "${env:SHOP_URL}")
                    .plan(Toolkit.find("database"), Map.of()))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("SHOP_URL, which is not set");
  }

  @Test
  void a_secret_of_the_environment_need_not_stand_on_the_command_line() {
    assertThat(
            parse("database", "--url", "${env:SHOP_URL}")
                .plan(Toolkit.find("database"), Map.of("SHOP_URL", "jdbc:sqlite:x")))
        .isNotNull();
  }

  @Test
  void the_usage_names_every_server() {
    for (Toolkit.Kind kind : Toolkit.KINDS) {
      assertThat(McpOptions.usage()).contains("\n  " + kind.name() + "\n").contains(kind.about());
    }
  }
}
