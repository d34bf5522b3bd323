package dev.cadre.harness;

import dev.cadre.fault.Fault;
import dev.cadre.model.ModelException;

/** What broke a turn, in the words of the API. */
final class Failures {
  private Failures() {}

  static TurnEvent.Failed of(ModelException e) {
    String code =
        switch (e) {
          case ModelException.Invalid _, ModelException.TooLong _, ModelException.Refused _ ->
              "ValidationException";
          case ModelException.Throttled _ -> "ThrottlingException";
          case ModelException.OverBudget _ -> "ServiceQuotaExceededException";
          case ModelException.BadCredentials _, ModelException.Cut _ -> "RuntimeClientError";
          case ModelException.Unavailable _ -> "ServiceUnavailableException";
        };
    return new TurnEvent.Failed(code, String.valueOf(e.getMessage()), e.retriable());
  }

  static TurnEvent.Failed of(Fault e) {
    String code =
        switch (e) {
          case Fault.Invalid _ -> "ValidationException";
          case Fault.Unauthenticated _, Fault.Denied _ -> "AccessDeniedException";
          case Fault.NotFound _ -> "ResourceNotFoundException";
          case Fault.Conflict _ -> "ConflictException";
          case Fault.Throttled _ -> "ThrottlingException";
          case Fault.QuotaExceeded _ -> "ServiceQuotaExceededException";
          case Fault.AgentFailed _ -> "RuntimeClientError";
          case Fault.Unavailable _ -> "ServiceUnavailableException";
          case Fault.Internal _ -> "InternalServerException";
        };
    return new TurnEvent.Failed(code, String.valueOf(e.getMessage()), e.retriable());
  }
}
