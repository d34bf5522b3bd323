package dev.cadre.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * The launcher's own folder: for each worker a folder with the files of its {@code /etc} and the
 * record by which a later platform finds what this one left behind.
 */
final class LauncherFiles {
  static final List<String> ETC = List.of("passwd", "group", "hosts", "resolv.conf");

  private static final String RECORD = "processes";

  /** What a later platform needs to recognise a process although its id may have been reused. */
  record Left(Path folder, long pid, long inner, long started) {}

  private final Path root;

  LauncherFiles(Path root) {
    this.root = root;
  }

  Path prepare(String workerId, int uid) throws IOException {
    Path folder = root.resolve(workerId);
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Object user = uid >= 0 ? uid : Files.getAttribute(folder, "unix:uid");
    Object group = uid >= 0 ? uid : Files.getAttribute(folder, "unix:gid");
    write(folder, "passwd", "agent:x:" + user + ":" + group + "::/tmp:/bin/sh\n");
    write(folder, "group", "agent:x:" + group + ":\n");
    write(folder, "hosts", "127.0.0.1 localhost agent\n::1 localhost\n");
    write(folder, "resolv.conf", "# names are resolved by the proxy in HTTPS_PROXY\n");
    return folder;
  }

  private static void write(Path folder, String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text, StandardCharsets.UTF_8);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  void record(Path folder, long pid, long inner, long started) throws IOException {
    Files.writeString(folder.resolve(RECORD), pid + " " + inner + " " + started + "\n");
  }

  List<Left> left() throws IOException {
    List<Left> left = new ArrayList<>();
    if (!Files.isDirectory(root)) {
      return left;
    }
    try (var folders = Files.newDirectoryStream(root, Files::isDirectory)) {
      for (Path folder : folders) {
        left.add(read(folder));
      }
    }
    return left;
  }

  private static Left read(Path folder) throws IOException {
    try {
      String[] field = Files.readString(folder.resolve(RECORD)).strip().split(" ", -1);
      return new Left(
          folder, Long.parseLong(field[0]), Long.parseLong(field[1]), Long.parseLong(field[2]));
    } catch (NoSuchFileException | IndexOutOfBoundsException | NumberFormatException e) {
      // Killed between making the folder and starting the process: there is none to find.
      return new Left(folder, -1, -1, -1);
    }
  }

  static void remove(Path folder) throws IOException {
    try (var files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      return;
    }
    Files.deleteIfExists(folder);
  }

  /** Gives a session's folder, with all in it, to the worker's user; links are not followed. */
  static void own(Path folder, int uid) throws IOException {
    Files.createDirectories(folder);
    if (uid < 0) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
              throws IOException {
            return give(path);
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
              throws IOException {
            return give(path);
          }

          private FileVisitResult give(Path path) throws IOException {
            Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:gid", uid, LinkOption.NOFOLLOW_LINKS);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
