package dev.cadre.gateway;

/** Where a target is between being described and offering its tools. */
enum TargetStatus {
  CREATING,
  UPDATING,
  SYNCHRONIZING,
  READY,
  FAILED,
  UPDATE_UNSUCCESSFUL,
  SYNCHRONIZE_UNSUCCESSFUL,
  DELETING;

  /** True while the target is being asked what it offers. */
  boolean underWay() {
    return switch (this) {
      case CREATING, UPDATING, SYNCHRONIZING -> true;
      case READY, FAILED, UPDATE_UNSUCCESSFUL, SYNCHRONIZE_UNSUCCESSFUL, DELETING -> false;
    };
  }

  /** What a target that did not answer becomes. */
  TargetStatus failed() {
    return switch (this) {
      case CREATING, READY, FAILED, DELETING -> FAILED;
      case UPDATING, UPDATE_UNSUCCESSFUL -> UPDATE_UNSUCCESSFUL;
      case SYNCHRONIZING, SYNCHRONIZE_UNSUCCESSFUL -> SYNCHRONIZE_UNSUCCESSFUL;
    };
  }
}
