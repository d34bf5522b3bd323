package dev.cadre.inference;

import dev.cadre.fault.Fault;
import dev.cadre.model.ModelException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A model's failure in the words of each protocol: the one place where they are chosen.
 *
 * @param fault when no part of the reply was sent yet
 * @param event the exception in Bedrock's event streams, once part of the reply was sent
 * @param code OpenAI's code, where programs look for one; null for none
 */
record Failure(Fault fault, String event, @Nullable String code) {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  static Failure of(ModelException e) {
    String message = String.valueOf(e.getMessage());
    return switch (e) {
      case ModelException.Invalid _ -> refused(message, null);
      // Agents' frameworks know by these words that they must shorten the conversation.
      case ModelException.TooLong _ ->
          refused("Input is too long for requested model. " + message, "context_length_exceeded");
      case ModelException.Refused _ -> refused(message, "content_filter");
      case ModelException.Throttled throttled ->
          new Failure(
              new Fault.Throttled(
                  message, throttled.retryAfter() == null ? RETRY_AFTER : throttled.retryAfter()),
              "throttlingException",
              "rate_limit_exceeded");
      case ModelException.OverBudget _ ->
          new Failure(
              new Fault.QuotaExceeded(message), "validationException", "insufficient_quota");
      // Not the caller's credentials, so not for the caller to mend.
      case ModelException.BadCredentials _ ->
          new Failure(new Fault.Denied(message), "validationException", "model_access_denied");
      case ModelException.Unavailable _ ->
          new Failure(new Fault.Unavailable(message), "serviceUnavailableException", null);
      case ModelException.Cut _ ->
          new Failure(new Fault.Unavailable(message), "modelStreamErrorException", null);
    };
  }

  private static Failure refused(String message, @Nullable String code) {
    return new Failure(new Fault.Invalid(message), "validationException", code);
  }
}
