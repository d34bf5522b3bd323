package dev.cadre.store;

/** A row with this key is there already. */
public final class UniqueViolation extends StoreException {
  private static final long serialVersionUID = 1L;
  private final String constraint;

  UniqueViolation(String constraint, Throwable cause) {
    super("unique constraint " + constraint + " is violated", cause);
    this.constraint = constraint;
  }

  /** The constraint's name in the schema. */
  public String constraint() {
    return constraint;
  }
}
