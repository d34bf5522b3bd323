package dev.cadre.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.config.SecretSource;
import dev.cadre.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemFileTest {
  private static final SecretSource NO_SECRETS =
      new SecretSource() {
        @Override
        public Optional<String> environment(String name) {
          return Optional.empty();
        }

        @Override
        public Optional<String> file(String path) {
          return Optional.empty();
        }
      };

  @TempDir private Path folder;

  private SystemDefinition read(String text) throws IOException {
    Files.writeString(folder.resolve("agent.yaml"), "name: a\n");
    Files.createDirectories(folder.resolve("migrations"));
    Files.writeString(folder.resolve("system.yaml"), text);
    return SystemFile.read(folder, NO_SECRETS);
  }

  @Test
  void what_is_not_written_has_its_default() throws IOException {
    SystemDefinition system = read("name: shop\nagents: [agent.yaml]\n");
    assertThat(system.migrations()).isNull();
    assertThat(system.agents())
        .singleElement()
        .satisfies(
            agent -> {
              assertThat(agent.health()).isEqualTo("/ping");
              assertThat(agent.scaling()).isEqualTo(new SystemDefinition.Scaling(1, 1, 70));
              assertThat(agent.port()).isNull();
            });
  }

  @Test
  void a_text_alone_is_the_folder_of_migrations() throws IOException {
    assertThat(read("name: shop\ndatabase: migrations\n").migrations())
        .isEqualTo(folder.toAbsolutePath().normalize().resolve("migrations"));
  }

  @Test
  void every_mistake_is_told_with_its_line() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    name: My Shop
                    database: {migrations: ../elsewhere}
                    agents:
                      - file: /etc/passwd
                        port: {name: Seller, number: 70000}
                        scaling: {min: 5, max: 2}
                        health: ping
                    memories:
                      people: {strategies: {likes: taste}}
                    """))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("system.yaml:1: name is 'My Shop'")
        .hasMessageContaining(":2: database.migrations is '../elsewhere'; it must be a path within")
        .hasMessageContaining(":4: agents[0].file is '/etc/passwd'; it must be a path within")
        .hasMessageContaining(":5: agents[0].port.name is 'Seller'")
        .hasMessageContaining(":5: agents[0].port.number is 70000")
        .hasMessageContaining(":6: agents[0].scaling.max is 2, less than min, which is 5")
        .hasMessageContaining(":7: agents[0].health is 'ping'")
        .hasMessageContaining(":9: memories.people.strategies.likes must be one of");
  }
}
