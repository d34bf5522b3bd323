package dev.cadre.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class MigrationsTest {
  @Test
  void a_second_run_changes_nothing() {
    try (TestDatabase db = TestDatabase.fresh()) {
      Migrations.migrate(db.database());
      assertThat(
              db.database().list("select 1 from flyway_schema_history where not success", _ -> 1))
          .isEmpty();
    }
  }

  @Test
  void a_file_that_changed_since_it_was_applied_is_refused() {
    try (TestDatabase db = TestDatabase.fresh()) {
      db.database().update("update flyway_schema_history set checksum = 1 where version = '004'");
      db.database().update("delete from schema_applied");
      assertThatThrownBy(() -> Migrations.migrate(db.database()))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("checksum");
    }
  }
}
