package dev.cadre.store;

import java.util.Set;
import java.util.function.Function;

/** Rows of one table, found by one column. */
final class ColumnTraces implements Traces {
  private final Database database;
  private final String condition;
  private final Function<Of, Set<String>> values;

  ColumnTraces(Database database, String table, String column, Function<Of, Set<String>> values) {
    this.database = database;
    this.condition = " from %s where %s = any (?)".formatted(table, column);
    this.values = values;
  }

  @Override
  public long count(Of whom) {
    return database
        .list("select count(*)" + condition, row -> row.getLong(1), array(whom))
        .getFirst();
  }

  @Override
  public void forget(Of whom) {
    database.update("delete" + condition, array(whom));
  }

  private Object array(Of whom) {
    return values.apply(whom).toArray(String[]::new);
  }
}
