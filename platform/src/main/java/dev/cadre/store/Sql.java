package dev.cadre.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs SQL, each call blocking. Parameters are bound in order: strings, numbers, booleans, {@code
 * byte[]}, {@code java.time.Instant} (as timestamptz), {@code Enum} (its name), {@code
 * java.util.UUID}, {@code String[]} (text[]), a Jackson {@code JsonNode} (as jsonb), or null.
 *
 * <p>A violated unique constraint is a {@link UniqueViolation}; any other failure is a {@link
 * StoreException}.
 */
public interface Sql {

  <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... args);

  /** The first row, if any. */
  <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... args);

  /** The number of rows changed. */
  int update(String sql, @Nullable Object... args);

  /** Runs one statement for each row of parameters in one round trip. */
  void batch(String sql, List<@Nullable Object[]> rows);

  /** Reads the current row. */
  @FunctionalInterface
  interface RowMapper<T> {
    T map(ResultSet row) throws SQLException;
  }
}
