package dev.cadre.telemetry;

/** What the database takes as text. */
final class Texts {
  private Texts() {}

  /** PostgreSQL refuses the character NUL, and with it the whole batch. */
  static String storable(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
  }
}
