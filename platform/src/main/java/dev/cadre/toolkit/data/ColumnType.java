package dev.cadre.toolkit.data;

/** What all values of a column are. */
enum ColumnType {
  INTEGER("integer"),
  DECIMAL("decimal"),
  BOOLEAN("boolean"),
  DATE("date"),
  DATETIME("date and time"),
  TEXT("text");

  private final String text;

  ColumnType(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  boolean isNumber() {
    return this == INTEGER || this == DECIMAL;
  }
}
