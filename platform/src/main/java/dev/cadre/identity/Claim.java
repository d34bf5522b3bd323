package dev.cadre.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a SigV4 request says of itself, before any of it is believed.
 *
 * @param amzDate {@code yyyymmddThhmmssZ}
 * @param signedHeaders lower case, in the order given
 * @param signature 64 lower-case hexadecimal digits
 * @param expires how long a presigned URL is good for; null when the headers carry the signature
 * @param query the query that is signed: a presigned URL's without its signature
 */
record Claim(
    CredentialScope scope,
    String amzDate,
    List<String> signedHeaders,
    String signature,
    @Nullable Duration expires,
    Query query) {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final int MAX_SIGNED_HEADERS = 100;
  private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{64}");
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);

  Claim {
    signedHeaders = List.copyOf(signedHeaders);
    if (!SIGNATURE.matcher(signature).matches()) {
      throw Refusal.incomplete("Signature must be 64 lower-case hexadecimal digits");
    }
    if (!amzDate.startsWith(scope.date())) {
      throw Refusal.invalid(
          "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP:"
              + " '"
              + scope.date()
              + "'");
    }
    Set<String> distinct = new HashSet<>(signedHeaders);
    if (distinct.size() != signedHeaders.size() || distinct.size() > MAX_SIGNED_HEADERS) {
      throw Refusal.incomplete("SignedHeaders names a header twice or more than 100 of them");
    }
    if (!distinct.contains("host") && !distinct.contains(":authority")) {
      throw Refusal.invalid("'Host' or ':authority' must be a 'SignedHeader' in the request");
    }
  }

  /** When it was signed; {@link Refusal#incomplete} when the date is none. */
  Instant signedAt() {
    return instant(amzDate);
  }

  static Instant instant(String amzDate) {
    try {
      return LocalDateTime.parse(amzDate, DATE).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException _) {
      throw Refusal.incomplete("X-Amz-Date must be in ISO-8601 basic form: 20261121T091753Z");
    }
  }

  static String amzDate(Instant time) {
    return DATE.format(time.atOffset(ZoneOffset.UTC));
  }
}
