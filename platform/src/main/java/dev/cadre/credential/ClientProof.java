package dev.cadre.credential;

import java.security.PrivateKey;

/** How a client proves itself to an authorization server's token endpoint. */
sealed interface ClientProof {
  /** It does not: a public client, whose proof is that of the grant. */
  record None() implements ClientProof {}

  /** {@code client_secret_basic} (RFC 6749, 2.3.1). */
  record Basic(String secret) implements ClientProof {
    @Override
    public String toString() {
      return "Basic";
    }
  }

  /** {@code client_secret_post}. */
  record Form(String secret) implements ClientProof {
    @Override
    public String toString() {
      return "Form";
    }
  }

  /**
   * {@code private_key_jwt} (RFC 7523, 2.2).
   *
   * @param algorithm of JWS, fitting the key
   * @param audience the issuer of the authorization server, which alone takes what is signed
   */
  record Signed(PrivateKey key, String algorithm, String audience) implements ClientProof {
    @Override
    public String toString() {
      return "Signed[" + algorithm + "]";
    }
  }
}
