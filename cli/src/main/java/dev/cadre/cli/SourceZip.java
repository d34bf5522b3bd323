package dev.cadre.cli;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A folder as a zip: the same files give the same bytes on every machine, at every time, so that an
 * unchanged agent is one artifact. Entries are sorted; times are fixed; of the permissions only
 * "executable" is kept. What {@link Excludes} names stays out, symbolic links too.
 */
final class SourceZip {
  /** AWS's limit for code deployment, in bytes before compression. */
  private static final long LARGEST = 750L << 20;

  private static final int MOST_FILES = 100_000;

  /** The earliest time that a zip can hold, for entries without one. */
  private static final FileTime TIME = FileTime.from(Instant.parse("1980-02-01T00:00:00Z"));

  private final Path folder;
  private final Excludes excludes;
  private final List<Path> files = new ArrayList<>();
  private long size;

  private SourceZip(Path folder) throws IOException {
    this.folder = folder;
    this.excludes = Excludes.of(folder);
  }

  /**
   * What was packed.
   *
   * @param files how many files
   * @param size their bytes before compression
   */
  record Packed(int files, long size) {}

  /** Packs {@code folder} into {@code zip}, which must not exist. */
  static Packed pack(Path folder, Path zip) throws IOException {
    var source = new SourceZip(folder);
    source.collect();
    if (source.files.isEmpty()) {
      throw Failure.usage(folder + " has no file to deploy");
    }
    source.write(zip);
    return new Packed(source.files.size(), source.size);
  }

  /** Packs one file of {@code folder}: a runnable jar needs nothing that lies beside it. */
  static Packed packOne(Path folder, Path file, Path zip) throws IOException {
    var source = new SourceZip(folder);
    source.add(file, Files.size(file));
    source.write(zip);
    return new Packed(1, source.size);
  }

  private void collect() throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            boolean skipped = !dir.equals(folder) && excludes.match(folder.relativize(dir), true);
            return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && !excludes.match(folder.relativize(file), false)) {
              add(file, attributes.size());
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(Comparator.comparing(this::entryName));
  }

  private void add(Path file, long bytes) {
    files.add(file);
    size += bytes;
    if (size > LARGEST || files.size() > MOST_FILES) {
      throw Failure.usage(
          folder
              + " has more than "
              + (LARGEST >> 20)
              + " MiB or "
              + MOST_FILES
              + " files, the limits of code deployment: list what the agent doesn't need in "
              + Excludes.FILE);
    }
  }

  private String entryName(Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  private void write(Path zip) throws IOException {
    Map<String, Object> options = Map.of("create", true, "enablePosixFileAttributes", true);
    try (FileSystem target = FileSystems.newFileSystem(zip, options)) {
      for (Path file : files) {
        Path entry = target.getPath(entryName(file));
        Path parent = entry.getParent();
        if (parent != null) {
          directories(parent);
        }
        Files.copy(file, entry, LinkOption.NOFOLLOW_LINKS);
        settle(entry, Files.isExecutable(file) ? "rwxr-xr-x" : "rw-r--r--");
      }
    }
  }

  private void directories(Path folder) throws IOException {
    if (Files.exists(folder)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null) {
      directories(parent);
    }
    Files.createDirectory(folder);
    settle(folder, "rwxr-xr-x");
  }

  private static void settle(Path entry, String permissions) throws IOException {
    Files.setPosixFilePermissions(entry, PosixFilePermissions.fromString(permissions));
    Files.getFileAttributeView(entry, BasicFileAttributeView.class).setTimes(TIME, TIME, TIME);
  }
}
