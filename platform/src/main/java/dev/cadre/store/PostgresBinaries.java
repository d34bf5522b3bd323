package dev.cadre.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cadre.fault.Fault;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The server's programs, unpacked from the archive that the build put on the class path. */
record PostgresBinaries(Path home, String version) {
  // The build puts exactly one of these on the class path, the one for the machine it runs on.
  private static final List<String> ARCHIVES =
      List.of(
          "/postgres-linux-x86_64.txz",
          "/postgres-linux-arm_64.txz",
          "/postgres-darwin-arm_64.txz",
          "/postgres-darwin-x86_64.txz");
  private static final Set<PosixFilePermission> EXECUTABLE =
      PosixFilePermissions.fromString("rwxr-xr-x");
  private static final Set<PosixFilePermission> PLAIN =
      PosixFilePermissions.fromString("rw-r--r--");
  private static final long MAX_UNPACKED_BYTES = 512L << 20;

  /** Unpacks into {@code folder/<version>} unless that is there; a half-made one never is. */
  static PostgresBinaries in(Path folder) throws IOException {
    String version = bundledVersion();
    Path home = folder.resolve(version);
    if (!Files.isDirectory(home)) {
      Files.createDirectories(folder);
      Path fresh = Files.createTempDirectory(folder, version + ".");
      try {
        unpack(archive(), fresh);
        Files.setPosixFilePermissions(fresh, EXECUTABLE);
        moveUnlessThere(fresh, home);
      } finally {
        Folders.delete(fresh);
      }
    }
    return new PostgresBinaries(home, version);
  }

  /** What {@link #version} begins with: clusters of one major version are compatible. */
  String major() {
    return version.substring(0, version.indexOf('.'));
  }

  String program(String name) {
    return home.resolve("bin").resolve(name).toString();
  }

  private static void moveUnlessThere(Path fresh, Path home) throws IOException {
    try {
      Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      // Another process unpacked the same version meanwhile: its copy is as good.
    }
  }

  private static String bundledVersion() throws IOException {
    try (InputStream in = PostgresBinaries.class.getResourceAsStream("postgres.version")) {
      if (in == null) {
        throw new IOException("dev/cadre/store/postgres.version is not on the class path");
      }
      return new String(in.readAllBytes(), UTF_8).strip();
    }
  }

  private static URL archive() {
    for (String name : ARCHIVES) {
      URL found = PostgresBinaries.class.getResource(name);
      if (found != null) {
        return found;
      }
    }
    throw new Fault.Unavailable(
        "there is no embedded PostgreSQL for this machine; give a database with --database-url");
  }

  private static void unpack(URL archive, Path into) throws IOException {
    long total = 0;
    try (InputStream raw = new BufferedInputStream(archive.openStream(), 1 << 16);
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(raw))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        total += entry.getSize();
        if (total > MAX_UNPACKED_BYTES) {
          throw new IOException("the PostgreSQL archive is larger than " + MAX_UNPACKED_BYTES);
        }
        write(tar, entry, inside(into, entry.getName()), into);
      }
    }
  }

  private static void write(
      TarArchiveInputStream tar, TarArchiveEntry entry, Path target, Path root) throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Path link = Path.of(entry.getLinkName());
      inside(root, root.relativize(target.resolveSibling(link)).toString());
      Files.createSymbolicLink(target, link);
      return;
    }
    Files.copy(tar, target);
    Files.setPosixFilePermissions(target, (entry.getMode() & 0100) != 0 ? EXECUTABLE : PLAIN);
  }

  private static Path inside(Path root, String name) throws IOException {
    Path target = root.resolve(name).normalize();
    if (!target.startsWith(root)) {
      throw new IOException("the PostgreSQL archive names a file outside itself: " + name);
    }
    return target;
  }
}
