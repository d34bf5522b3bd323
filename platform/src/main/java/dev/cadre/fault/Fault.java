package dev.cadre.fault;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A refused or failed request, named by who must act. The message is shown to the caller: it says
 * what was wrong with which input and what to do next, and never carries a secret, a path of the
 * machine or a stack trace.
 */
public abstract sealed class Fault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private Fault(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** True when the same request may succeed later without a change. */
  public boolean retriable() {
    return switch (this) {
      case Throttled _, Unavailable _, Internal _ -> true;
      case Invalid _,
          Unauthenticated _,
          Denied _,
          NotFound _,
          Conflict _,
          QuotaExceeded _,
          AgentFailed _ ->
          false;
    };
  }

  /** The caller must change the request. */
  public static final class Invalid extends Fault {
    private static final long serialVersionUID = 1L;
    private final transient List<Field> fields;

    /**
     * One offending member: its path in the request ({@code lifecycleConfiguration.maxLifetime})
     * and what is wrong.
     */
    public record Field(String path, String message) {}

    public Invalid(String message) {
      this(message, List.of());
    }

    public Invalid(String message, List<Field> fields) {
      super(message, null);
      this.fields = List.copyOf(fields);
    }

    /** The members at fault; empty when the request as a whole is. */
    public List<Field> fields() {
      return fields;
    }
  }

  /**
   * The caller must prove who it is; {@code code} is the AWS error code, such as {@code
   * InvalidSignatureException}.
   */
  public static final class Unauthenticated extends Fault {
    private static final long serialVersionUID = 1L;

    /** The code of a request without the bearer token that its target asks for. */
    public static final String NO_TOKEN = "UnauthorizedException";

    private final String code;
    private final @Nullable String challenge;

    public Unauthenticated(String code, String message) {
      this(code, message, null);
    }

    /**
     * @param challenge how to prove oneself, as {@code WWW-Authenticate} says it; null says nothing
     */
    public Unauthenticated(String code, String message, @Nullable String challenge) {
      super(message, null);
      this.code = code;
      this.challenge = challenge;
    }

    public @Nullable String challenge() {
      return challenge;
    }

    public String code() {
      return code;
    }
  }

  /** The caller is known and may not do this. */
  public static final class Denied extends Fault {
    private static final long serialVersionUID = 1L;

    public Denied(String message) {
      super(message, null);
    }
  }

  /** The caller named something that does not exist. */
  public static final class NotFound extends Fault {
    private static final long serialVersionUID = 1L;

    public NotFound(String message) {
      super(message, null);
    }
  }

  /** The caller must look at the present state first. */
  public static final class Conflict extends Fault {
    private static final long serialVersionUID = 1L;

    public Conflict(String message) {
      super(message, null);
    }
  }

  /** The caller must wait: a rate or concurrency limit. */
  public static final class Throttled extends Fault {
    private static final long serialVersionUID = 1L;
    private final Duration retryAfter;

    public Throttled(String message, Duration retryAfter) {
      super(message, null);
      this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
      return retryAfter;
    }
  }

  /** The operator must raise a limit, or the caller delete something. */
  public static final class QuotaExceeded extends Fault {
    private static final long serialVersionUID = 1L;

    public QuotaExceeded(String message) {
      super(message, null);
    }
  }

  /** The agent's author must act: its code failed to start, crashed or answered with an error. */
  public static final class AgentFailed extends Fault {
    private static final long serialVersionUID = 1L;

    public AgentFailed(String message) {
      super(message, null);
    }

    public AgentFailed(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The platform is starting, draining or short of something; the caller may try again. */
  public static final class Unavailable extends Fault {
    private static final long serialVersionUID = 1L;

    public Unavailable(String message) {
      super(message, null);
    }
  }

  /** The platform's own defect. The cause is logged; the message alone is shown. */
  public static final class Internal extends Fault {
    private static final long serialVersionUID = 1L;

    public Internal(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
