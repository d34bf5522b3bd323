package dev.cadre.credential;

/** The stand-in of tests keeps to what the tables do. */
final class MemoryGrantsTest extends GrantsContract {
  private final Grants grants = new Consenting.MemoryGrants();

  @Override
  Grants grants() {
    return grants;
  }
}
