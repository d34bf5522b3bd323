package dev.cadre.toolkit.files;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What tools may read.
 *
 * @param folders whose files may be read by path, with those in their subfolders
 * @param servers private and loopback servers that may be read from all the same, as {@link
 *     dev.cadre.http.NetworkRule} writes them; public ones always may
 * @param maxBytes the largest file, 1 to 100 MB
 * @param webTime how long a server may take over one file
 */
public record FilesConfig(
    List<Path> folders, List<String> servers, int maxBytes, Duration webTime) {
  private static final int MAX_BYTES = 25 << 20;

  public FilesConfig {
    folders = List.copyOf(folders);
    servers = List.copyOf(servers);
  }

  /** No folder, public servers alone, 25 MB, 20 s. */
  public static FilesConfig defaults() {
    return new FilesConfig(List.of(), List.of(), MAX_BYTES, Duration.ofSeconds(20));
  }

  /** The same with other folders. */
  public FilesConfig withFolders(List<Path> others) {
    return new FilesConfig(others, servers, maxBytes, webTime);
  }
}
