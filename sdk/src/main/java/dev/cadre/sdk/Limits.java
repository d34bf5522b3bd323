package dev.cadre.sdk;

/**
 * What one agent process accepts.
 *
 * @param headBytes of a request line with its headers; more is 431
 * @param headerFields in one request; more is 431
 * @param bodyBytes of a request; more is 413. AgentCore's payload limit is 100,000,000
 * @param messageBytes of a WebSocket message; more is close code 1009
 * @param connections open at once; the next ones get 503
 * @param idleMillis that a kept connection may wait for its next request
 * @param readMillis that a request, once begun, may pause
 * @param drainMillis that a stop waits for running invocations
 */
record Limits(
    int headBytes,
    int headerFields,
    int bodyBytes,
    int messageBytes,
    int connections,
    int idleMillis,
    int readMillis,
    int drainMillis) {

  static Limits standard() {
    return new Limits(64 << 10, 200, 100_000_000, 1 << 20, 4_096, 300_000, 30_000, 5_000);
  }
}
