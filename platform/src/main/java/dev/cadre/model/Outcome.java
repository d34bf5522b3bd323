package dev.cadre.model;

/** How one call of a provider ended. */
enum Outcome {
  OK,
  INVALID,
  TOO_LONG,
  REFUSED,
  THROTTLED,
  BAD_CREDENTIALS,
  UNAVAILABLE,
  OVER_BUDGET,
  CUT,
  /** The caller went away. */
  CANCELLED,
  /** Not foreseen: a defect of the caller's sink, or of the platform. */
  FAILED;

  static Outcome of(ModelException e) {
    return switch (e) {
      case ModelException.Invalid _ -> INVALID;
      case ModelException.TooLong _ -> TOO_LONG;
      case ModelException.Refused _ -> REFUSED;
      case ModelException.Throttled _ -> THROTTLED;
      case ModelException.BadCredentials _ -> BAD_CREDENTIALS;
      case ModelException.Unavailable _ -> UNAVAILABLE;
      case ModelException.OverBudget _ -> OVER_BUDGET;
      case ModelException.Cut _ -> CUT;
    };
  }
}
