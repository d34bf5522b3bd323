package dev.cadre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What a test needs of the machine it runs on. */
public final class Machine {
  private Machine() {}

  /**
   * Where {@code what} is absent the test is left out, except in CI: there it fails, so that no
   * proof goes missing unseen.
   */
  public static void needs(boolean there, String what) {
    if (System.getenv("CI") == null) {
      assumeTrue(there, what);
    } else {
      assertThat(there).as(what).isTrue();
    }
  }
}
