package dev.cadre.identity;

import dev.cadre.fault.Fault;
import java.net.URI;

/**
 * The ways to refuse a caller, in AWS's codes and words, which SDKs read. None says more than the
 * caller knew.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html">Troubleshoot
 *     Signature Version 4</a>
 */
final class Refusal {
  private static final String INVALID_SIGNATURE = "InvalidSignatureException";

  private Refusal() {}

  static Fault.Unauthenticated missing() {
    return new Fault.Unauthenticated(
        "MissingAuthenticationTokenException",
        "Missing Authentication Token: sign the request with an access key from 'cadre keys create',"
            + " or send a bearer token");
  }

  /** Of an agent that brings its own authorizer. */
  static Fault.Unauthenticated missingToken() {
    return new Fault.Unauthenticated(
        Fault.Unauthenticated.NO_TOKEN,
        "Missing Authentication Token: send a bearer token of the agent's issuer");
  }

  /** As {@link #missingToken}, where the resource tells who gives tokens for it. */
  static Fault.Unauthenticated missingToken(URI metadata) {
    return new Fault.Unauthenticated(
        Fault.Unauthenticated.NO_TOKEN,
        "Missing Authentication Token: send a bearer token of the issuer that "
            + metadata
            + " names",
        "Bearer resource_metadata=\"" + metadata + "\"");
  }

  /** A token that was refused, where the resource tells who gives better ones (RFC 6750, 3.1). */
  static Fault.Unauthenticated badToken(Fault.Unauthenticated refused, URI metadata) {
    return new Fault.Unauthenticated(
        Fault.Unauthenticated.NO_TOKEN,
        String.valueOf(refused.getMessage()),
        "Bearer error=\"invalid_token\", resource_metadata=\"" + metadata + "\"");
  }

  static Fault.Unauthenticated incomplete(String what) {
    return new Fault.Unauthenticated("IncompleteSignatureException", what);
  }

  static Fault.Unauthenticated unknownKey() {
    return new Fault.Unauthenticated(
        "UnrecognizedClientException",
        "The security token included in the request is invalid. Use an access key that 'cadre keys"
            + " list' shows; a session's ends with its worker.");
  }

  static Fault.Unauthenticated expiredKey() {
    return new Fault.Unauthenticated(
        "ExpiredTokenException", "The security token included in the request is expired");
  }

  static Fault.Unauthenticated signature() {
    return new Fault.Unauthenticated(
        INVALID_SIGNATURE,
        "The request signature we calculated does not match the signature you provided. Check your"
            + " AWS Secret Access Key and signing method. Consult the service documentation for"
            + " details.");
  }

  static Fault.Unauthenticated invalid(String what) {
    return new Fault.Unauthenticated(INVALID_SIGNATURE, what);
  }

  static Fault.Unauthenticated denied(String what) {
    return new Fault.Unauthenticated("AccessDeniedException", what);
  }

  static Fault.Unauthenticated token(String what) {
    return denied("OAuth authorization failed: " + what);
  }

  static Fault.Unauthenticated expiredToken() {
    return new Fault.Unauthenticated(
        "ExpiredTokenException",
        "OAuth authorization failed: the token has expired; get a new one");
  }
}
