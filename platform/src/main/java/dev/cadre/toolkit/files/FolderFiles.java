package dev.cadre.toolkit.files;

import dev.cadre.config.Nearest;
import dev.cadre.fault.Fault;
import dev.cadre.model.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files in the folders that the operator allowed. Where a path really leads decides, so that
 * neither {@code ..} nor a symbolic link gets out.
 */
final class FolderFiles implements FileSource {
  private static final String SCHEME = "file:";
  private static final int MAX_PATH = 1_024;
  private static final int MAX_TOLD = 20;

  private final List<Path> folders;
  private final int maxBytes;

  FolderFiles(List<Path> folders, int maxBytes) {
    this.folders = folders;
    this.maxBytes = maxBytes;
  }

  /** Every reference that is no URL is a path. */
  @Override
  public boolean takes(String reference) {
    return reference.startsWith(SCHEME) || !reference.matches("[A-Za-z][A-Za-z0-9+.-]+:.*");
  }

  @Override
  public SourceFile read(String reference, Caller caller, Instant deadline) {
    String path = path(reference);
    if (folders.isEmpty()) {
      throw new Fault.Denied(
          "'"
              + path
              + "' is not read: no folder is open to tools. The operator allows folders under"
              + " files.folders of the configuration; a data: or https: URL works without");
    }
    Path file = find(path);
    try {
      if (Files.size(file) > maxBytes) {
        throw Sizes.tooLarge("'" + path + "'", maxBytes);
      }
      try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
        byte[] bytes = in.readNBytes(maxBytes + 1);
        if (bytes.length > maxBytes) {
          throw Sizes.tooLarge("'" + path + "'", maxBytes);
        }
        return SourceFile.of(String.valueOf(file.getFileName()), "", bytes);
      }
    } catch (IOException e) {
      throw new Fault.Unavailable("'" + path + "' cannot be read by the platform's user");
    }
  }

  private static String path(String reference) {
    String path = reference.startsWith(SCHEME) ? reference.substring(SCHEME.length()) : reference;
    if (path.startsWith("//")) {
      path = path.substring(path.startsWith("///") ? 2 : 0);
    }
    if (path.isBlank() || path.length() > MAX_PATH || path.indexOf('\0') >= 0) {
      throw new Fault.Invalid("that is no path of a file; a path has 1 to 1024 characters");
    }
    return path.strip();
  }

  private Path find(String path) {
    boolean outside = false;
    for (Path folder : folders) {
      Path real = real(folder);
      Path file = real == null ? null : real(resolved(real, path));
      if (file == null || real == null) {
        continue;
      }
      if (!file.startsWith(real)) {
        outside = true;
      } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        return file;
      }
    }
    // A path that leads out gets one answer, whether or not there is something.
    if (outside || path.startsWith("/") || path.contains("..")) {
      throw new Fault.Denied("'" + path + "' is outside of the folders that tools may read");
    }
    throw missing(path);
  }

  private static Path resolved(Path folder, String path) {
    try {
      return folder.resolve(path);
    } catch (InvalidPathException e) {
      throw new Fault.Invalid("'" + path + "' is no path of a file");
    }
  }

  private static @Nullable Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException absent) {
      return null;
    }
  }

  private Fault.NotFound missing(String path) {
    Set<String> there = new TreeSet<>();
    for (Path folder : folders) {
      try (Stream<Path> files = Files.list(folder)) {
        files
            .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
            .limit(1_000)
            .forEach(file -> there.add(String.valueOf(file.getFileName())));
      } catch (IOException unreadable) {
        // It has nothing to offer.
      }
    }
    String offer =
        there.isEmpty()
            ? "the folders are empty"
            : Nearest.to(path, there)
                .map(near -> "did you mean '" + near + "'?")
                .orElse("there are " + String.join(", ", there.stream().limit(MAX_TOLD).toList()));
    return new Fault.NotFound("there is no file '" + path + "'; " + offer);
  }
}
