package dev.cadre.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The body of a request: read once by the signer, once by the connection.
 *
 * @param length in bytes
 */
record Content(long length, Supplier<InputStream> open) {
  static final Content NONE = of(new byte[0]);

  static Content of(byte[] bytes) {
    return new Content(bytes.length, () -> new ByteArrayInputStream(bytes));
  }

  static Content of(Path file) {
    try {
      return new Content(Files.size(file), () -> opened(file));
    } catch (IOException e) {
      throw Failure.usage("the file " + file + " cannot be read");
    }
  }

  private static InputStream opened(Path file) {
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
