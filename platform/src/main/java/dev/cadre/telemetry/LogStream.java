package dev.cadre.telemetry;

/** Where a worker wrote a line; {@code NOTICE} is the platform's own word about it. */
public enum LogStream {
  STDOUT,
  STDERR,
  NOTICE
}
