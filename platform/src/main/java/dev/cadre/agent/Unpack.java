package dev.cadre.agent;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Enumeration;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Unpacks a zip that nobody vouches for: nothing is written outside the folder, no link is made,
 * and what it unpacks to is counted as it is written, whatever its headers claim.
 */
final class Unpack {
  static final int MAX_ENTRIES = 100_000;

  /** What AWS takes of an unpacked zip. */
  static final long MAX_BYTES = 750L * 1024 * 1024;

  private static final int CHUNK = 64 * 1024;
  private static final int TYPE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int FOLDER = 0040000;
  private static final int EXECUTABLE = 0111;

  private final Path folder;
  private final long maxBytes;
  private final int maxEntries;
  private long written;

  Unpack(Path folder) {
    this(folder, MAX_BYTES, MAX_ENTRIES);
  }

  Unpack(Path folder, long maxBytes, int maxEntries) {
    this.folder = folder.toAbsolutePath().normalize();
    this.maxBytes = maxBytes;
    this.maxEntries = maxEntries;
  }

  /** The number of entries. */
  int unpack(Path zip) throws IOException, BuildFailure {
    Map<String, Integer> modes = ZipIndex.modes(zip, maxEntries);
    Files.createDirectories(folder);
    try (ZipFile file = new ZipFile(zip.toFile())) {
      if (file.size() > maxEntries) {
        throw new BuildFailure("the zip holds over " + maxEntries + " entries");
      }
      Enumeration<? extends ZipEntry> entries = file.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        entry(file, entry, modes.getOrDefault(entry.getName(), 0));
      }
      return file.size();
    } catch (ZipException | EOFException e) {
      throw new BuildFailure("the zip cannot be read: " + e.getMessage(), e);
    }
  }

  private void entry(ZipFile zip, ZipEntry entry, int mode) throws IOException, BuildFailure {
    String name = entry.getName();
    int type = mode & TYPE;
    if (type != 0 && type != REGULAR && type != FOLDER) {
      throw refused(name, "is a link or a device; a zip of plain files and folders is needed");
    }
    Path target = target(name);
    try {
      if (entry.isDirectory()) {
        Files.createDirectories(target);
        return;
      }
      Files.createDirectories(target.getParent() == null ? folder : target.getParent());
      try (InputStream in = zip.getInputStream(entry);
          OutputStream out =
              Files.newOutputStream(
                  target,
                  java.nio.file.StandardOpenOption.CREATE_NEW,
                  java.nio.file.StandardOpenOption.WRITE)) {
        copy(in, out);
      }
    } catch (FileAlreadyExistsException e) {
      throw new BuildFailure("the zip holds '" + shown(name) + "' twice", e);
    } catch (ZipException | EOFException e) {
      throw new BuildFailure("'" + shown(name) + "' cannot be read: " + e.getMessage(), e);
    } catch (FileSystemException e) {
      throw new BuildFailure("'" + shown(name) + "' cannot be unpacked: " + e.getReason(), e);
    }
    if ((mode & EXECUTABLE) != 0) {
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private Path target(String name) throws BuildFailure {
    try {
      if (name.startsWith("/") || name.contains("\\") || name.matches("[A-Za-z]:.*")) {
        throw refused(name, "is an absolute path or one of Windows");
      }
      Path target = folder.resolve(name).normalize();
      if (!target.startsWith(folder) || Path.of(name).normalize().startsWith("..")) {
        throw refused(name, "leads outside the zip");
      }
      return target;
    } catch (InvalidPathException e) {
      throw new BuildFailure("the zip holds a name that is no path: " + e.getReason(), e);
    }
  }

  private void copy(InputStream in, OutputStream out) throws IOException, BuildFailure {
    byte[] chunk = new byte[CHUNK];
    for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
      written += n;
      if (written > maxBytes) {
        throw new BuildFailure(
            "the zip unpacks to over "
                + maxBytes / (1024 * 1024)
                + " MB; leave out what the agent"
                + " does not need to run");
      }
      out.write(chunk, 0, n);
    }
  }

  private static BuildFailure refused(String name, String why) {
    return new BuildFailure("the zip holds '" + shown(name) + "', which " + why);
  }

  private static String shown(String name) {
    String printable = name.replaceAll("\\p{Cntrl}", "?");
    return printable.length() > 200 ? printable.substring(0, 200) + "..." : printable;
  }
}
