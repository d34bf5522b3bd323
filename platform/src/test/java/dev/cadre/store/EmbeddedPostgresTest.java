package dev.cadre.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedPostgresTest {
  @TempDir Path state;

  @Test
  void what_was_written_is_there_after_a_restart() {
    for (int i = 0; i < 2; i++) {
      try (EmbeddedPostgres server = start()) {
        try (Database database = open(server)) {
          if (i == 0) {
            database.update("create table kept (word text)");
            database.update("insert into kept values (?)", "yes");
          }
          assertThat(database.list("select word from kept", row -> row.getString(1)))
              .containsExactly("yes");
        }
      }
    }
  }

  @Test
  void a_fresh_test_database_works() {
    try (TestDatabase db = TestDatabase.fresh()) {
      assertThat(db.database().first("select 1", row -> row.getInt(1))).contains(1);
    }
  }

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(InstantSource.system(), PostgresConfig.in(state));
  }

  private static Database open(EmbeddedPostgres server) {
    return Database.open(server.url(), server.user(), server.password(), 2);
  }
}
