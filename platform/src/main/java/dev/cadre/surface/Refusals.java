package dev.cadre.surface;

import dev.cadre.fault.Fault;
import dev.cadre.harness.TurnEvent;
import java.time.Duration;

/** Between a turn that failed and the fault its caller is answered with. */
final class Refusals {
  private static final Duration RETRY = Duration.ofSeconds(1);

  private Refusals() {}

  static Fault fault(TurnEvent.Failed failed) {
    String message = failed.message();
    return switch (failed.code()) {
      case "ValidationException" -> new Fault.Invalid(message);
      case "AccessDeniedException" -> new Fault.Denied(message);
      case "ThrottlingException" -> new Fault.Throttled(message, RETRY);
      case "ServiceQuotaExceededException" -> new Fault.QuotaExceeded(message);
      case "ServiceUnavailableException" -> new Fault.Unavailable(message);
      default -> new Fault.AgentFailed(message);
    };
  }

  /** What becomes of a turn whose answer has begun already. */
  static TurnEvent.Failed failed(Fault fault) {
    String code =
        switch (fault) {
          case Fault.Invalid _ -> "ValidationException";
          case Fault.Denied _, Fault.Unauthenticated _ -> "AccessDeniedException";
          case Fault.Throttled _ -> "ThrottlingException";
          case Fault.QuotaExceeded _ -> "ServiceQuotaExceededException";
          case Fault.Unavailable _ -> "ServiceUnavailableException";
          case Fault.NotFound _ -> "ResourceNotFoundException";
          case Fault.Conflict _ -> "ConflictException";
          case Fault.AgentFailed _ -> "RuntimeClientError";
          case Fault.Internal _ -> "InternalServerException";
        };
    return new TurnEvent.Failed(code, String.valueOf(fault.getMessage()), fault.retriable());
  }
}
