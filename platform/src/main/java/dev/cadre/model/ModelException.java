package dev.cadre.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a model gave no whole reply, named by who must act. The message says what to do next and
 * carries no credential and nothing of the conversation.
 */
public abstract sealed class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private ModelException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** True when the same request to the same provider may succeed later. */
  public boolean retriable() {
    return switch (this) {
      case Throttled _, Unavailable _ -> true;
      case Invalid _, TooLong _, Refused _, BadCredentials _, OverBudget _, Cut _ -> false;
    };
  }

  /** True when another provider may answer what this one did not. */
  public boolean elsewhere() {
    return switch (this) {
      case Throttled _, Unavailable _, BadCredentials _ -> true;
      case Invalid _, TooLong _, Refused _, OverBudget _, Cut _ -> false;
    };
  }

  /** The caller sent what the model or its provider does not take, or named no known model. */
  public static final class Invalid extends ModelException {
    private static final long serialVersionUID = 1L;

    public Invalid(String message) {
      super(message, null);
    }
  }

  /** The conversation does not fit the model's context. */
  public static final class TooLong extends ModelException {
    private static final long serialVersionUID = 1L;

    public TooLong(String message) {
      super(message, null);
    }
  }

  /** The provider's policy forbids the request or the reply. */
  public static final class Refused extends ModelException {
    private static final long serialVersionUID = 1L;

    public Refused(String message) {
      super(message, null);
    }
  }

  /** A rate limit, the provider's or the operator's. */
  public static final class Throttled extends ModelException {
    private static final long serialVersionUID = 1L;
    private final @Nullable Duration retryAfter;

    /**
     * @param retryAfter null when the provider does not say
     */
    public Throttled(String message, @Nullable Duration retryAfter) {
      super(message, null);
      this.retryAfter = retryAfter;
    }

    public @Nullable Duration retryAfter() {
      return retryAfter;
    }
  }

  /** A budget is spent; the operator raises it, or the day ends. */
  public static final class OverBudget extends ModelException {
    private static final long serialVersionUID = 1L;

    public OverBudget(String message) {
      super(message, null);
    }
  }

  /** The provider does not accept the operator's credentials. */
  public static final class BadCredentials extends ModelException {
    private static final long serialVersionUID = 1L;

    public BadCredentials(String message) {
      super(message, null);
    }
  }

  /** The provider is down, unreachable or too slow, and nothing of a reply was seen. */
  public static final class Unavailable extends ModelException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The reply broke off after parts of it were seen: repeating it would say them twice. */
  public static final class Cut extends ModelException {
    private static final long serialVersionUID = 1L;

    public Cut(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
