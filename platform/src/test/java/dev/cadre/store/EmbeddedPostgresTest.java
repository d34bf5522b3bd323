package dev.cadre.store;

import static dev.cadre.Machine.needs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedPostgresTest {
  private static final long LIMIT_SECONDS = 20;

  @TempDir Path state;

  private PostgresConfig config() {
    return config(state);
  }

  /** As in use, but for the programs, which are unpacked only once. */
  static PostgresConfig config(Path state) {
    PostgresConfig own = PostgresConfig.in(state);
    return new PostgresConfig(
        own.folder(),
        TestDatabase.binaries(),
        own.fsync(),
        own.maxConnections(),
        own.startLimit(),
        own.stopLimit(),
        own.logBytes());
  }

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(InstantSource.system(), config());
  }

  private static Database open(EmbeddedPostgres server) {
    return Database.open(server.url(), server.user(), server.password(), 2);
  }

  private static List<String> words(EmbeddedPostgres server) {
    try (Database database = open(server)) {
      return database.list("select word from kept", row -> row.getString(1));
    }
  }

  @Test
  void what_was_written_is_there_after_a_restart() {
    try (EmbeddedPostgres server = start();
        Database database = open(server)) {
      database.update("create table kept (word text)");
      database.update("insert into kept values (?)", "yes");
    }
    try (EmbeddedPostgres server = start()) {
      assertThat(words(server)).containsExactly("yes");
    }
  }

  @Test
  void it_is_durable_and_speaks_utf_8() {
    try (EmbeddedPostgres server = start();
        Database database = open(server)) {
      for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
        assertThat(database.first("select current_setting(?)", row -> row.getString(1), setting))
            .contains("on");
      }
      assertThat(database.first("show server_encoding", row -> row.getString(1))).contains("UTF8");
    }
  }

  @Test
  void only_who_has_the_password_gets_in() throws IOException {
    try (EmbeddedPostgres server = start()) {
      assertThatThrownBy(() -> Database.open(server.url(), server.user(), "guess", 1))
          .hasStackTraceContaining("password authentication failed");
      Path password = config().folder().resolve("password");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void closing_stops_it_though_a_client_is_there() {
    EmbeddedPostgres server = start();
    try (Database database = open(server)) {
      assertThat(database.first("select 1", row -> row.getInt(1))).contains(1);
      server.close();
      assertThat(ProcessHandle.of(server.pid())).isEmpty();
    }
  }

  @Test
  void it_dies_with_a_killed_platform_and_keeps_what_was_committed() throws Exception {
    try (PlatformProcess platform = PlatformProcess.start(state)) {
      needs(diesWithPlatform(), "this machine has no parent-death signal");
      ProcessHandle postgres = platform.postgres();
      platform.kill();
      postgres.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
    try (EmbeddedPostgres server = start()) {
      assertThat(words(server)).containsExactly("before the kill");
    }
  }

  @Test
  void one_left_behind_is_stopped_by_the_next_start() throws Exception {
    Launch tied = Launch.choose(Files.createDirectories(config().folder()));
    Launch loose = new Launch("loose", without(tied.prefix(), "--pdeathsig", "INT"), tied.owner());
    EmbeddedPostgres left = EmbeddedPostgres.start(loose, InstantSource.system(), config());
    try (EmbeddedPostgres next = start()) {
      assertThat(ProcessHandle.of(left.pid())).isEmpty();
      assertThat(next.pid()).isNotEqualTo(left.pid());
    }
  }

  @Test
  void a_stranger_with_the_number_in_the_pid_file_is_left_alone() throws Exception {
    start().close();
    Process stranger = new ProcessBuilder("cat").start();
    try {
      Path data = config().folder().resolve("data-18");
      Files.writeString(
          data.resolve("postmaster.pid"),
          stranger.pid() + "\n" + data + "\n1000000000\n5432\n\n127.0.0.1\n\nready\n");
      try (EmbeddedPostgres server = start()) {
        assertThat(stranger.isAlive()).isTrue();
        assertThat(server.pid()).isNotEqualTo(stranger.pid());
      }
    } finally {
      stranger.destroy();
    }
  }

  @Test
  void a_half_made_cluster_is_made_anew() throws IOException {
    Path half = config().folder().resolve("data.new");
    Files.createDirectories(half);
    Files.writeString(half.resolve("PG_VERSION"), "1");
    try (EmbeddedPostgres server = start();
        Database database = open(server)) {
      assertThat(database.first("select 1", row -> row.getInt(1))).contains(1);
    }
  }

  @Test
  void a_failed_start_says_what_the_server_said() throws IOException {
    start().close();
    Files.writeString(
        config().folder().resolve("data-18/postgresql.conf"), "no_such_setting = 1\n");
    assertThatThrownBy(this::start)
        .isInstanceOf(Fault.Unavailable.class)
        .hasMessageContaining("no_such_setting");
  }

  @Test
  void a_cluster_of_another_version_is_not_touched() throws IOException {
    Files.createDirectories(config().folder().resolve("data-15"));
    assertThatThrownBy(this::start)
        .isInstanceOf(Fault.Unavailable.class)
        .hasMessageContaining("data-15")
        .hasMessageContaining("--state");
  }

  @Test
  void its_log_begins_anew_at_the_bound() throws IOException {
    Path file = state.resolve("log");
    try (BoundedLog log = new BoundedLog(file, 100)) {
      for (int i = 0; i < 50; i++) {
        log.line("line number " + i);
      }
      assertThat(log.tail()).endsWith("line number 49").startsWith("line number 38");
    }
    assertThat(Files.size(file)).isLessThanOrEqualTo(100);
    assertThat(Files.size(state.resolve("log.1"))).isLessThanOrEqualTo(100);
  }

  @Test
  void root_may_drop_to_user_nobody_where_there_is_no_namespace() throws Exception {
    needs(isRoot(), "only root can change its user");
    Path open = Files.createTempDirectory(Path.of("/tmp"), "cadre-nobody");
    try {
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
      PostgresConfig config =
          new PostgresConfig(
              open.resolve("postgres"),
              TestDatabase.binaries(),
              true,
              20,
              Duration.ofSeconds(30),
              Duration.ofSeconds(10),
              1 << 20);
      Files.createDirectory(config.folder());
      try (EmbeddedPostgres server =
          EmbeddedPostgres.start(Launch.TO_NOBODY, InstantSource.system(), config)) {
        assertThat(ProcessHandle.of(server.pid()).flatMap(p -> p.info().user())).contains("nobody");
      }
      try (EmbeddedPostgres again =
          EmbeddedPostgres.start(Launch.TO_NOBODY, InstantSource.system(), config)) {
        assertThat(again.isolation()).contains("nobody");
      }
    } finally {
      Folders.delete(open);
    }
  }

  private boolean diesWithPlatform() throws IOException {
    return Launch.choose(config().folder()).prefix().contains("--pdeathsig");
  }

  private boolean isRoot() throws IOException {
    return (int) Files.getAttribute(Files.createFile(state.resolve("mine")), "unix:uid") == 0;
  }

  private static List<String> without(List<String> words, String... gone) {
    return words.stream().filter(w -> !List.of(gone).contains(w)).toList();
  }
}
