package dev.cadre.credential;

/** Tells from a token that a person brought who the person is. */
@FunctionalInterface
public interface UserTokens {

  /**
   * A name that no other issuer's user has.
   *
   * @throws dev.cadre.fault.Fault.Unauthenticated when the token does not hold
   */
  String user(String token);
}
