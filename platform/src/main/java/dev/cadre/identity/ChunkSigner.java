package dev.cadre.identity;

/**
 * The chain of signatures over a chunked body: each is signed with the one before it, the first
 * with the request's own. For one thread.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html">Signature
 *     calculations: transferring payload in multiple chunks</a>
 */
final class ChunkSigner {
  private static final String EMPTY_SHA256 =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private final SigningKey key;
  private final String prefix;
  private String previous;

  ChunkSigner(SigningKey key, Claim claim) {
    this.key = key;
    this.prefix = "\n" + claim.amzDate() + "\n" + claim.scope() + "\n";
    this.previous = claim.signature();
  }

  /** Throws when {@code signature} is not that of the next chunk, whose SHA-256 is given. */
  void chunk(String sha256, String signature) {
    check(
        "AWS4-HMAC-SHA256-PAYLOAD" + prefix + previous + "\n" + EMPTY_SHA256 + "\n" + sha256,
        signature);
  }

  /** As {@link #chunk}, for the trailing headers. */
  void trailer(String sha256, String signature) {
    check("AWS4-HMAC-SHA256-TRAILER" + prefix + previous + "\n" + sha256, signature);
  }

  private void check(String toSign, String signature) {
    String expected = key.sign(toSign);
    if (!SigningKey.equal(expected, signature)) {
      throw Refusal.invalid("The signature of a chunk of the body does not match its content.");
    }
    previous = expected;
  }
}
