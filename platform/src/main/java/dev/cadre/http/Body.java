package dev.cadre.http;

import dev.cadre.fault.Fault;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A request body: limited, read once, and spooled when its hash must be known before anyone reads
 * it. Closing gives back the spool, also of a body that nobody came to read.
 */
final class Body implements Authenticator.Payload, Closeable {
  /** What is kept in memory while hashing; a longer body goes to a file that has no name. */
  private static final int IN_MEMORY = 1024 * 1024;

  private InputStream stream;
  private @Nullable FileChannel spool;

  Body(InputStream raw, long limit) {
    this.stream = new Limited(raw, limit);
  }

  InputStream stream() {
    return stream;
  }

  @Override
  public String sha256() throws IOException {
    MessageDigest digest = digest();
    DigestInputStream hashed = new DigestInputStream(stream, digest);
    byte[] start = hashed.readNBytes(IN_MEMORY);
    stream = start.length < IN_MEMORY ? new ByteArrayInputStream(start) : spool(start, hashed);
    return HexFormat.of().formatHex(digest.digest());
  }

  private InputStream spool(byte[] start, InputStream rest) throws IOException {
    FileChannel file = nameless();
    spool = file;
    OutputStream out = Channels.newOutputStream(file);
    out.write(start);
    rest.transferTo(out);
    return Channels.newInputStream(file.position(0));
  }

  /** Unlinked while open: not even a killed platform leaves it behind. */
  private static FileChannel nameless() throws IOException {
    Path path = Files.createTempFile("cadre-body", null);
    try {
      return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } finally {
      Files.delete(path);
    }
  }

  @Override
  public void close() throws IOException {
    if (spool != null) {
      spool.close();
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Fails once more than {@code limit} bytes have come. */
  private static final class Limited extends FilterInputStream {
    private final long limit;
    private long count;

    Limited(InputStream in, long limit) {
      super(in);
      this.limit = limit;
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      if (b >= 0) {
        add(1);
      }
      return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int n = super.read(bytes, offset, length);
      if (n > 0) {
        add(n);
      }
      return n;
    }

    /** By reading, so that what is skipped counts too. */
    @Override
    public long skip(long n) throws IOException {
      return readNBytes((int) Math.min(n, IN_MEMORY)).length;
    }

    private void add(int n) {
      count += n;
      if (count > limit) {
        throw new Fault.Invalid("the request body is longer than " + limit + " bytes");
      }
    }
  }
}
