package dev.cadre.identity;

import java.security.SecureRandom;
import java.util.Set;

/** Credentials for other features' tests. */
public final class TestCredentials {
  private TestCredentials() {}

  /** Such as allow nothing. */
  public static SessionCredentials none() {
    return new SessionCredentials(new SecureRandom(), Set.of());
  }
}
