package dev.cadre.memory;

import java.time.Duration;

/**
 * How memories are named, read and searched.
 *
 * @param region stands in ARNs
 * @param account twelve digits; stands in ARNs
 * @param maxMemories more are refused
 * @param settle how long events wait for more of their session before strategies read them
 * @param poll how often this node looks for sessions to read
 * @param readers sessions read at the same time
 * @param lease after which a reader that says nothing is taken for dead
 * @param attempts after which a strategy that fails on a session waits to be started by hand
 * @param embedder names what makes vectors of texts: under a new name they are made anew
 * @param cacheBytes of vectors and words kept in memory for searching
 */
public record MemoryConfig(
    String region,
    String account,
    int maxMemories,
    Duration settle,
    Duration poll,
    int readers,
    Duration lease,
    int attempts,
    String embedder,
    long cacheBytes) {
  private static final long MB = 1024 * 1024;

  public static MemoryConfig defaults(String region, String account) {
    return new MemoryConfig(
        region,
        account,
        1_000,
        Duration.ofMillis(400),
        Duration.ofMillis(250),
        4,
        Duration.ofMinutes(1),
        5,
        "bge-small-en-v1.5-q",
        256 * MB);
  }
}
