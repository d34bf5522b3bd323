package dev.cadre.store;

/** The database refused or failed. */
public sealed class StoreException extends RuntimeException permits UniqueViolation {
  private static final long serialVersionUID = 1L;

  StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
