package dev.cadre.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Proof that whoever brings a code is who began (RFC 7636). */
final class Pkce {
  static final String METHOD = "S256";

  private Pkce() {}

  /** SHA-256 in base64url: how a challenge is made of its verifier, and how states are kept. */
  static String hash(String text) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
