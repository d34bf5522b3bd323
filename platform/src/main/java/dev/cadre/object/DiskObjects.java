package dev.cadre.object;

import dev.cadre.fault.Fault;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Content in the state folder, a file for each upload, named by its id. A file that has its name is
 * whole and on disk. Thread-safe.
 */
final class DiskObjects implements ObjectStore {
  private static final int CHUNK = 64 * 1024;

  private final Path folder;
  private final Path incoming;
  private final Presigner presigner;

  /** Makes the folders, and removes what a crash cut short. */
  DiskObjects(Path folder, Presigner presigner) throws IOException {
    this.folder = folder;
    this.incoming = Files.createDirectories(folder.resolve("incoming"));
    this.presigner = presigner;
    try (Stream<Path> left = Files.list(incoming)) {
      for (Path file : left.toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Content that came whole and has no name yet. */
  record Arrived(Path part, long bytes, String sha256) {}

  /**
   * Takes the content of {@code upload} as it comes.
   *
   * @throws Fault.Invalid when it is empty, or longer than its URL allows
   * @throws IOException when it does not come whole
   */
  Arrived receive(Upload upload, InputStream content) throws IOException {
    Path part = Files.createTempFile(incoming, "", ".part");
    boolean whole = false;
    try {
      MessageDigest sha = sha256();
      long bytes = write(part, new DigestInputStream(content, sha), upload.maxBytes());
      whole = true;
      return new Arrived(part, bytes, HexFormat.of().formatHex(sha.digest()));
    } finally {
      if (!whole) {
        Files.deleteIfExists(part);
      }
    }
  }

  private static long write(Path part, InputStream content, long limit) throws IOException {
    long size = 0;
    byte[] chunk = new byte[CHUNK];
    try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
      for (int n = content.read(chunk); n >= 0; n = content.read(chunk)) {
        size += n;
        if (size > limit) {
          throw new Fault.Invalid("the file is longer than " + limit + " bytes, the most that may");
        }
        ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, n);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
      }
      out.force(true);
    }
    if (size == 0) {
      throw new Fault.Invalid("the file is empty; send its bytes as the body");
    }
    return size;
  }

  /** Gives content its name. */
  void keep(ObjectKey key, Arrived arrived) throws IOException {
    Path file = file(key);
    Files.createDirectories(file.getParent());
    Files.move(arrived.part(), file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel names = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  @Override
  public void put(Upload upload, byte[] content) throws IOException {
    keep(upload.objectKey(), receive(upload, new ByteArrayInputStream(content)));
  }

  @Override
  public URI putUrl(Upload upload, URI base) {
    return url("PUT", upload, base, upload.putUntil());
  }

  @Override
  public Optional<URI> origin() {
    return Optional.empty();
  }

  @Override
  public Map<String, String> putHeaders(Upload upload) {
    return Map.of("Content-Type", upload.mediaType());
  }

  @Override
  public URI getUrl(Upload upload, URI base, Instant until) {
    return url("GET", upload, base, until);
  }

  private URI url(String method, Upload upload, URI base, Instant until) {
    return base.resolve(
        UploadRoutes.path(upload.objectKey()) + "?" + presigner.query(method, upload, until));
  }

  @Override
  public OptionalLong length(ObjectKey key) throws IOException {
    try {
      return OptionalLong.of(Files.size(file(key)));
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public InputStream open(ObjectKey key) throws IOException {
    try {
      return Files.newInputStream(file(key));
    } catch (NoSuchFileException e) {
      throw new FileNotFoundException(key.text());
    }
  }

  @Override
  public void delete(ObjectKey key) throws IOException {
    Files.deleteIfExists(file(key));
  }

  /** Folders by the first two characters: a file system is slow with a million names in one. */
  private Path file(ObjectKey key) {
    return folder.resolve(key.id().substring(0, 2)).resolve(key.id());
  }

  @Override
  public void close() {
    // It holds nothing open.
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
