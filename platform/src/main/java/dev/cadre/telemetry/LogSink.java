package dev.cadre.telemetry;

/** Takes what workers write. Thread-safe. */
@FunctionalInterface
public interface LogSink {

  /** Returns at once, whatever the state of the database. */
  void append(LogLine line);
}
