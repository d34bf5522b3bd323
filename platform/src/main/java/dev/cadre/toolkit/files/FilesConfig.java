package dev.cadre.toolkit.files;

import dev.cadre.config.Section;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
  public static final String OPTIONS =
      """
      --folder PATH        read files in this folder by name (default: none, URLs alone)
      --max-size SIZE      the largest file (default 25MB)
      --web-time TIME      how long a server may take over one file (default 20s)
      """;

  private static final int MAX_BYTES = 25 << 20;
  private static final long MB = 1 << 20;

  public FilesConfig {
    folders = List.copyOf(folders);
    servers = List.copyOf(servers);
  }

  /** No folder, public servers alone, 25 MB, 20 s. */
  public static FilesConfig defaults() {
    return new FilesConfig(List.of(), List.of(), MAX_BYTES, Duration.ofSeconds(20));
  }

  /** As {@link #read(Section, Path)}, with paths from where the process runs. */
  public static FilesConfig read(Section section) {
    return read(section, Path.of(""));
  }

  /**
   * Reads a section; a folder that is not there is a problem of it.
   *
   * @param base where relative paths begin
   */
  public static FilesConfig read(Section section, Path base) {
    List<String> named = new ArrayList<>(section.texts("folders", List.of()));
    String one = section.text("folder", "");
    if (!one.isEmpty()) {
      named.add(one);
    }
    FilesConfig defaults = defaults();
    return new FilesConfig(
        named.stream().map(folder -> folder(section, base, folder)).toList(),
        section.texts("servers", defaults.servers()),
        (int) section.size("maxSize", defaults.maxBytes(), MB, 100 * MB),
        section.duration(
            "webTime", defaults.webTime(), Duration.ofSeconds(1), Duration.ofMinutes(10)));
  }

  private static Path folder(Section section, Path base, String text) {
    try {
      Path folder = base.resolve(text).toAbsolutePath().normalize();
      if (Files.isDirectory(folder)) {
        return folder;
      }
    } catch (InvalidPathException noPath) {
      // Told below, as one that is not there is.
    }
    section.problem("folders", "has '" + text + "', which is no folder on this machine");
    return Path.of("/");
  }

  /** The same with other folders. */
  public FilesConfig withFolders(List<Path> others) {
    return new FilesConfig(others, servers, maxBytes, webTime);
  }
}
