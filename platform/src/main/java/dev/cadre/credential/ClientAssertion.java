package dev.cadre.credential;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;

/** Signs what proves a client without a shared secret: a JWT (RFC 7523, 3). */
final class ClientAssertion {
  static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private static final Duration LIFE = Duration.ofMinutes(2);
  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
  private static final Pattern FRAME = Pattern.compile("-----[A-Z ]+-----|\\s");

  private ClientAssertion() {}

  /**
   * A private key of {@code algorithm} in PKCS #8, as PEM has it.
   *
   * @throws Fault.Invalid without a word of the key itself
   */
  static PrivateKey key(String pem, String algorithm) {
    String kind =
        switch (algorithm) {
          case "ES256" -> "EC";
          case "RS256" -> "RSA";
          default ->
              throw new Fault.Invalid(
                  "algorithm '" + algorithm + "' is not signed with here; use ES256 or RS256");
        };
    try {
      byte[] der = Base64.getDecoder().decode(FRAME.matcher(pem).replaceAll(""));
      return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new Fault.Invalid(
          "is no private key of %s in PKCS #8 PEM (-----BEGIN PRIVATE KEY-----)"
              .formatted(algorithm));
    }
  }

  static String of(String client, ClientProof.Signed proof, Instant now) {
    String head = Json.text(Json.object().put("alg", proof.algorithm()).put("typ", "JWT"));
    String claims =
        Json.text(
            Json.object()
                .put("iss", client)
                .put("sub", client)
                .put("aud", proof.audience())
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(LIFE).getEpochSecond())
                .put("jti", UUID.randomUUID().toString()));
    String signed =
        URL.encodeToString(head.getBytes(UTF_8)) + "." + URL.encodeToString(claims.getBytes(UTF_8));
    return signed + "." + URL.encodeToString(signature(proof, signed.getBytes(US_ASCII)));
  }

  private static byte[] signature(ClientProof.Signed proof, byte[] what) {
    try {
      Signature signature =
          Signature.getInstance(
              proof.algorithm().equals("ES256") ? "SHA256withECDSAinP1363Format" : "SHA256withRSA");
      signature.initSign(proof.key());
      signature.update(what);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key was found to fit its algorithm", e);
    }
  }
}
