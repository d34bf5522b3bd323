package dev.cadre.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateFolderTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));

  @TempDir Path parent;

  @Test
  void only_its_owner_may_enter() throws IOException {
    try (StateFolder state = StateFolder.open(parent.resolve("a/b"), CLOCK)) {
      for (Path folder : new Path[] {state.path(), state.folder("artifacts")}) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
            .isEqualTo("rwx------");
      }
    }
  }

  @Test
  void a_second_holder_is_told_who_the_first_is() {
    Path folder = parent.resolve("state");
    try (StateFolder first = StateFolder.open(folder, CLOCK)) {
      first.announce("http://127.0.0.1:7070");
      assertThatThrownBy(() -> StateFolder.open(folder, CLOCK))
          .isInstanceOf(Fault.Conflict.class)
          .hasMessageContaining(
              "held by process "
                  + ProcessHandle.current().pid()
                  + " since 2026-03-01T12:00:00Z, at http://127.0.0.1:7070;");
    }
  }

  @Test
  void the_next_may_have_it_when_the_first_is_closed() {
    Path folder = parent.resolve("state");
    StateFolder.open(folder, CLOCK).close();
    assertThat(StateFolder.holder(folder)).isEmpty();
    StateFolder.open(folder, CLOCK).close();
  }

  @Test
  void another_process_holds_it_until_it_is_killed() throws Exception {
    Path folder = parent.resolve("state");
    try (PlatformProcess platform = PlatformProcess.start(folder)) {
      assertThatThrownBy(() -> StateFolder.open(folder, CLOCK))
          .isInstanceOf(Fault.Conflict.class)
          .hasMessageContaining("process " + platform.pid());
      platform.kill();
      try (StateFolder _ = StateFolder.open(folder, CLOCK)) {
        assertThat(StateFolder.holder(folder).map(StateFolder.Holder::pid))
            .contains(ProcessHandle.current().pid());
      }
    }
  }

  @Test
  void what_cannot_be_a_folder_is_refused_with_a_remedy() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "");
    assertThatThrownBy(() -> StateFolder.open(file, CLOCK))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("--state");
  }
}
