package dev.cadre.config;

/** A text that is never shown: it prints as asterisks. */
public record Secret(String value) {
  @Override
  public String toString() {
    return "***";
  }
}
