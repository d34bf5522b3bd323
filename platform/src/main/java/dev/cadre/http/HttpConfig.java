package dev.cadre.http;

import java.time.Duration;

/**
 * The server's limits.
 *
 * @param host the address to bind
 * @param port 0 picks a free one
 * @param maxBodyBytes the longest request body of any route; features set shorter ones
 * @param maxConcurrent requests handled at the same time; more wait in the accept queue
 * @param idleTimeout after which a connection on which nothing moves is closed
 */
public record HttpConfig(
    String host, int port, long maxBodyBytes, int maxConcurrent, Duration idleTimeout) {
  private static final long MIB = 1024 * 1024;

  public static HttpConfig defaults(String host, int port) {
    // 256 MiB: the largest artifact. 65 min: a quiet stream lives 60 min.
    return new HttpConfig(host, port, 256 * MIB, 20_000, Duration.ofMinutes(65));
  }
}
