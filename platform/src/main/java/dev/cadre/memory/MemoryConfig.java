package dev.cadre.memory;

import dev.cadre.config.Section;
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
 * @param model an alias or id of the model that makes records; empty for none
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
    long cacheBytes,
    String model) {
  private static final long MB = 1024 * 1024;
  private static final String NO_MODEL = "none";

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
        256 * MB,
        "");
  }

  /**
   * The section {@code memory} of the configuration.
   *
   * @param provider true when there is a provider of models: then one makes the records
   */
  public static MemoryConfig read(
      Section section, String region, String account, boolean provider) {
    MemoryConfig defaults = defaults(region, account);
    String model = section.text("model", provider ? "default" : NO_MODEL);
    return new MemoryConfig(
        region,
        account,
        section.integer("max", defaults.maxMemories(), 1, 100_000),
        section.duration("settle", defaults.settle(), Duration.ZERO, Duration.ofMinutes(10)),
        defaults.poll(),
        section.integer("readers", defaults.readers(), 1, 64),
        section.duration("lease", defaults.lease(), Duration.ofSeconds(10), Duration.ofMinutes(30)),
        section.integer("attempts", defaults.attempts(), 1, 20),
        defaults.embedder(),
        section.size("cache", defaults.cacheBytes(), MB, 64 * 1024 * MB),
        model.equals(NO_MODEL) ? "" : model);
  }
}
