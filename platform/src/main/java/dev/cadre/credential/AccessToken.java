package dev.cadre.credential;

import java.time.Instant;

/** A token that an authorization server gave. */
record AccessToken(String value, Instant expiresAt) {

  /** Without the token, which no log may hold. */
  @Override
  public String toString() {
    return "AccessToken[until " + expiresAt + "]";
  }
}
