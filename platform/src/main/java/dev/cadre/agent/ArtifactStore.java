package dev.cadre.agent;

import dev.cadre.fault.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Code artifacts by the hash of their content: {@code sha256/HEX}. A file that is here is whole and
 * on disk. Thread-safe.
 */
final class ArtifactStore {
  /** The bucket's name in a code configuration. */
  static final String BUCKET = "cadre-artifacts";

  /** What AWS takes of a zip. */
  static final long MAX_BYTES = 250L * 1024 * 1024;

  private static final Pattern KEY = Pattern.compile("sha256/([0-9a-f]{64})");
  private static final int CHUNK = 64 * 1024;

  private final Path folder;
  private final Path uploads;
  private final InstantSource clock;

  ArtifactStore(Path folder, InstantSource clock) {
    this.folder = folder.resolve("sha256");
    this.uploads = folder.resolve("uploads");
    this.clock = clock;
  }

  /** What was stored; {@code fresh} is false when the content was here before. */
  record Stored(String digest, long size, boolean fresh) {
    String key() {
      return "sha256/" + digest;
    }
  }

  /** Makes the folders and removes uploads that a crash cut short. */
  void open() throws IOException {
    Files.createDirectories(folder);
    Files.createDirectories(uploads);
    try (Stream<Path> left = Files.list(uploads)) {
      for (Path file : left.toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Throws {@link Fault.Invalid} when {@code content} is empty or over {@link #MAX_BYTES}. */
  Stored put(InputStream content) throws IOException {
    Path upload = Files.createTempFile(uploads, "", ".part");
    try {
      MessageDigest sha = sha256();
      long size = write(upload, new DigestInputStream(content, sha));
      String digest = HexFormat.of().formatHex(sha.digest());
      Path file = folder.resolve(digest);
      boolean fresh = !Files.exists(file);
      if (fresh) {
        Files.move(upload, file, StandardCopyOption.ATOMIC_MOVE);
        syncFolder();
      }
      touch(file);
      return new Stored(digest, size, fresh);
    } finally {
      Files.deleteIfExists(upload);
    }
  }

  private static long write(Path file, InputStream content) throws IOException {
    long size = 0;
    byte[] chunk = new byte[CHUNK];
    try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int n = content.read(chunk); n >= 0; n = content.read(chunk)) {
        size += n;
        if (size > MAX_BYTES) {
          throw new Fault.Invalid(
              "the artifact is over 250 MB; leave out what the agent does not need to run");
        }
        ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, n);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
      }
      out.force(true);
    }
    if (size == 0) {
      throw new Fault.Invalid("the artifact is empty; send the bytes of a zip or jar as the body");
    }
    return size;
  }

  /** The digest that a key in {@link #BUCKET} names; throws {@link Fault.Invalid} for none. */
  String require(String key) {
    Matcher form = KEY.matcher(key);
    if (!form.matches()) {
      throw new Fault.Invalid(
          "'%s' is no key of bucket %s; use the key that the upload returned: sha256/HEX"
              .formatted(key, BUCKET));
    }
    String digest = form.group(1);
    try {
      // A deployment begins: what would have been collected in a moment stays another day.
      touch(folder.resolve(digest));
    } catch (NoSuchFileException _) {
      throw new Fault.Invalid(
          "bucket %s has no '%s'; PUT the zip to /cadre/v1/artifacts first".formatted(BUCKET, key));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return digest;
  }

  Path file(String digest) {
    return folder.resolve(digest);
  }

  /** Deletes what nothing refers to and nobody touched since {@code before}; the count. */
  int collect(Set<String> referenced, Instant before) throws IOException {
    int collected = 0;
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> unreferenced =
          files.filter(file -> !referenced.contains(file.getFileName().toString())).toList();
      for (Path file : unreferenced) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          Files.delete(file);
          collected++;
        }
      }
    }
    return collected;
  }

  private void touch(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
  }

  private void syncFolder() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
