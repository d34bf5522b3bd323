package dev.cadre.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sandbox shows for the sake of a program. */
final class ProgramsTest {
  @TempDir private Path root;

  private Path program(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void an_installation_is_its_parts_and_not_the_home_it_lies_in() throws IOException {
    Path python = program("home/ann/bin/python3", "ELF");
    program("home/ann/lib/python3.14/os.py", "");
    program("home/ann/.ssh/id_ed25519", "secret");
    Path home = root.resolve("home/ann");
    assertThat(Programs.needs(python)).containsExactly(home.resolve("bin"), home.resolve("lib"));
  }

  @Test
  void a_program_outside_an_installation_is_itself() throws IOException {
    Path agent = program("home/ann/agent", "ELF");
    assertThat(Programs.needs(agent)).containsExactly(agent);
  }

  @Test
  void a_virtual_environment_leads_to_its_python() throws IOException {
    Path python = program("opt/python/bin/python3.14", "ELF");
    Files.createDirectories(root.resolve("opt/python/lib"));
    Path bin = Files.createDirectories(root.resolve("code/.venv/bin"));
    Files.createDirectories(root.resolve("code/.venv/lib"));
    Path link = Files.createSymbolicLink(bin.resolve("python"), python);
    Path script = program("code/.venv/bin/serve", "#!" + link + " -u\nimport x\n");
    assertThat(Programs.needs(script))
        .contains(root.resolve("opt/python/lib"), root.resolve("code/.venv/lib"));
  }

  @Test
  void links_in_a_circle_end() throws IOException {
    Path one = root.resolve("one");
    Files.createSymbolicLink(one, root.resolve("two"));
    Files.createSymbolicLink(root.resolve("two"), one);
    assertThat(Programs.needs(one)).isEmpty();
  }

  @Test
  void the_systems_own_programs_need_nothing_more() {
    assertThat(Programs.needs(Path.of("/bin/sh"))).isEmpty();
  }
}
