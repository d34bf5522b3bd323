package dev.cadre.object;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Where the content of uploads is. Thread-safe; calls block. */
sealed interface ObjectStore extends AutoCloseable permits DiskObjects, S3Objects {

  /**
   * To which the owner of {@code upload} puts its content, once, until {@link Upload#putUntil}.
   *
   * @param base of this platform, as its caller reaches it
   */
  URI putUrl(Upload upload, URI base);

  /** Scheme, host and port of every {@link #putUrl}; empty when those are this platform's own. */
  Optional<URI> origin();

  /** What whoever puts must send beside the content. */
  Map<String, String> putHeaders(Upload upload);

  /** Keeps content that the platform itself has; it is there when this returns. */
  void put(Upload upload, byte[] content) throws IOException;

  /** From which anybody who has it can get the content until then. */
  URI getUrl(Upload upload, URI base, Instant until);

  /** How long the content is; empty when there is none. */
  OptionalLong length(ObjectKey key) throws IOException;

  /** The content; {@link java.io.FileNotFoundException} when there is none. */
  InputStream open(ObjectKey key) throws IOException;

  /** Removes the content, if any. */
  void delete(ObjectKey key) throws IOException;

  @Override
  void close();
}
