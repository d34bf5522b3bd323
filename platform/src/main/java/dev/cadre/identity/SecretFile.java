package dev.cadre.identity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/** A file that only the platform's user may read. */
final class SecretFile {
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  private static final int MAX_BYTES = 4_096;

  private SecretFile() {}

  /** The file's bytes; made first, on disk with mode 0600, when it is not there. */
  static byte[] readOrCreate(Path file, Supplier<byte[]> fresh) throws IOException {
    if (!Files.exists(file)) {
      create(file, fresh.get());
    }
    refuseIfOthersMay(file);
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file + " is too long to be a key; restore it from a backup");
    }
    return Files.readAllBytes(file);
  }

  /** A crash leaves the whole file or none: half a master key would lose every secret under it. */
  private static void create(Path file, byte[] bytes) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(file + " has no folder");
    }
    Files.createDirectories(folder);
    Path draft = Files.createTempFile(folder, file.getFileName() + ".", ".new", attributes(folder));
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static FileAttribute<?>[] attributes(Path folder) throws IOException {
    return posix(folder)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
        : new FileAttribute<?>[0];
  }

  private static void refuseIfOthersMay(Path file) throws IOException {
    if (posix(file) && !OWNER.containsAll(Files.getPosixFilePermissions(file))) {
      throw new IOException(
          file
              + " may be read by other users; run 'chmod 600' on it, and replace what it protects");
    }
  }

  private static boolean posix(Path path) throws IOException {
    return Files.getFileStore(path).supportsFileAttributeView("posix");
  }
}
