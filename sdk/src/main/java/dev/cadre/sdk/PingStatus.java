package dev.cadre.sdk;

/** What {@code /ping} says of the agent. */
public enum PingStatus {
  /** Ready, and free to be stopped when no request has come for the idle time. */
  HEALTHY("Healthy"),
  /** Working on something that outlives its request: the session stays, however quiet it is. */
  HEALTHY_BUSY("HealthyBusy");

  private final String wireName;

  PingStatus(String wireName) {
    this.wireName = wireName;
  }

  String wireName() {
    return wireName;
  }
}
