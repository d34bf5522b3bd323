package dev.cadre.provider;

import dev.cadre.model.ModelException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names what a provider refused. Providers quote the conversation in their messages, and so only
 * their codes are passed on.
 *
 * @param provider as the operator named it
 */
record Failures(String provider) {
  private static final Pattern TOO_LONG =
      Pattern.compile(
          "context.?length|context.?window|too long|too many (input )?tokens|exceeds? the (maximum|model)"
              + "|maximum (context|number of tokens)|request_too_large|string_above_max_length");
  private static final Pattern REFUSED =
      Pattern.compile("content.?filter|content.?policy|content_management|safety|moderation");
  private static final Pattern CREDENTIALS =
      Pattern.compile(
          "authentication_error|permission_error|invalid_api_key|billing|insufficient_quota"
              + "|credit balance|accessdenied|unrecognizedclient|expiredtoken|invalidsignature"
              + "|missingauthentication");
  private static final Pattern THROTTLED =
      Pattern.compile("rate_limit|throttl|too many requests|quotaexceeded");
  private static final Pattern BUSY =
      Pattern.compile(
          "overloaded|server_error|api_error|timeout|unavailable|internal|not_?ready|stream_?error|modelerror");

  /**
   * A refusal as a provider words it.
   *
   * @param status of HTTP; 0 when it came in mid-stream
   * @param code the provider's, such as {@code rate_limit_error}; may be empty
   * @param message read, never passed on
   * @param retryAfter null when not told
   */
  record Told(int status, String code, String message, @Nullable Duration retryAfter) {}

  ModelException of(Told told) {
    String words = (told.code() + " " + told.message()).toLowerCase(Locale.ROOT);
    String code = told.code().isEmpty() ? "" : " (" + told.code() + ")";
    if (told.status() == 401 || told.status() == 403 || CREDENTIALS.matcher(words).find()) {
      return badCredentials(code);
    }
    // Before the length: Bedrock words its limit of tokens a minute as "too many tokens".
    if (told.status() == 429 || THROTTLED.matcher(words).find()) {
      return new ModelException.Throttled(
          "'" + provider + "' limits the rate of calls" + code, told.retryAfter());
    }
    if (told.status() == 413 || TOO_LONG.matcher(words).find()) {
      return new ModelException.TooLong(
          "the conversation does not fit the model's context at '"
              + provider
              + "'"
              + code
              + "; shorten it, or name a model with a larger context");
    }
    if (told.status() >= 500 || told.status() == 408 || BUSY.matcher(words).find()) {
      return new ModelException.Unavailable(
          "'" + provider + "' failed" + statusOf(told) + code, null);
    }
    if (REFUSED.matcher(words).find()) {
      return new ModelException.Refused(
          "the policy of '" + provider + "' forbids the request" + code + "; rephrase it");
    }
    if (told.status() == 404) {
      return new ModelException.Invalid(
          "'" + provider + "' does not know the model" + code + "; check its id and the baseUrl");
    }
    return new ModelException.Invalid(
        "'" + provider + "' does not take the request" + statusOf(told) + code);
  }

  ModelException badCredentials(String code) {
    return new ModelException.BadCredentials(
        "'"
            + provider
            + "' does not accept the credentials"
            + code
            + "; set them at models.providers."
            + provider);
  }

  /** The connection was not had, or broke. */
  ModelException broken(@Nullable URI address, Throwable cause) {
    boolean unreached =
        cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
    String at = address == null ? "" : " at " + address.getScheme() + "://" + address.getAuthority();
    return new ModelException.Unavailable(
        unreached
            ? "'"
                + provider
                + "' cannot be reached"
                + at
                + "; see that it runs, and models.providers."
                + provider
                + ".baseUrl"
            : "the connection to '" + provider + "' broke",
        cause);
  }

  ModelException endedEarly() {
    return new ModelException.Unavailable("'" + provider + "' ended its reply early", null);
  }

  /** What {@code failure} means once parts of the reply were shown: it cannot be repeated. */
  ModelException afterParts(ModelException failure) {
    return switch (failure) {
      case ModelException.Cut cut -> cut;
      case ModelException.Refused refused -> refused;
      case ModelException other ->
          new ModelException.Cut("the reply broke off: " + other.getMessage(), other);
    };
  }

  private static String statusOf(Told told) {
    return told.status() == 0 ? "" : " with status " + told.status();
  }
}
