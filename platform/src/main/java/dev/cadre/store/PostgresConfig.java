package dev.cadre.store;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the embedded server runs.
 *
 * @param folder holds the cluster, its password and its log; made when absent
 * @param binaries holds one unpacked server per version, and may be shared by several clusters
 * @param fsync false only where losing the data costs nothing, as in tests
 * @param maxConnections 10 to 1000
 * @param startLimit how long a start may take, crash recovery included
 * @param stopLimit how long a clean stop may take before the server is made to quit
 * @param logBytes the size at which the log begins anew, keeping one older file
 */
public record PostgresConfig(
    Path folder,
    Path binaries,
    boolean fsync,
    int maxConnections,
    Duration startLimit,
    Duration stopLimit,
    long logBytes) {

  public PostgresConfig {
    if (maxConnections < 10 || maxConnections > 1000) {
      throw new IllegalArgumentException(
          "maxConnections is " + maxConnections + "; it must be 10 to 1000");
    }
    folder = folder.toAbsolutePath().normalize();
    binaries = binaries.toAbsolutePath().normalize();
  }

  /** The durable server of the state folder {@code state}. */
  public static PostgresConfig in(Path state) {
    Path folder = state.resolve("postgres");
    return new PostgresConfig(
        folder, folder, true, 100, Duration.ofSeconds(60), Duration.ofSeconds(20), 8 << 20);
  }
}
