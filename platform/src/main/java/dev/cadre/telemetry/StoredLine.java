package dev.cadre.telemetry;

/**
 * A line as it is kept.
 *
 * @param seq grows from line to line of a session
 */
public record StoredLine(long seq, LogLine line) {}
