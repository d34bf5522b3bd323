package dev.cadre.toolkit.files;

import dev.cadre.fault.Fault;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/**
 * A ZIP archive in memory that does not explode: what is unpacked is counted as it comes, whatever
 * its directory promises, so that entries which overlap or lie about their size gain nothing. Not
 * thread-safe.
 */
public final class Archive implements AutoCloseable {
  static final int MAX_ENTRIES = 10_000;
  static final long MAX_ENTRY = 64L << 20;
  static final long MAX_TOTAL = 192L << 20;

  /** Sheets of repeated rows pack to a hundredth; bombs to a thousandth. */
  static final int MAX_RATIO = 250;

  /** What is smaller than this may be packed as tightly as it likes. */
  static final long FREE = 2L << 20;

  private final String name;
  private final ZipFile zip;
  private long unpacked;

  private Archive(String name, ZipFile zip) {
    this.name = name;
    this.zip = zip;
  }

  /**
   * Opens it by its directory.
   *
   * @param name of the file, for messages
   * @throws Fault.Invalid when it is damaged or has too many entries
   */
  public static Archive open(String name, byte[] bytes) {
    try {
      ZipFile zip =
          ZipFile.builder().setSeekableByteChannel(new SeekableInMemoryByteChannel(bytes)).get();
      Archive archive = new Archive(name, zip);
      if (Collections.list(zip.getEntries()).size() > MAX_ENTRIES) {
        archive.close();
        throw new Fault.Invalid(
            name + " has more than " + MAX_ENTRIES + " entries and is not opened");
      }
      return archive;
    } catch (IOException | IllegalArgumentException e) {
      throw new Fault.Invalid(name + " is damaged: its archive cannot be read");
    }
  }

  public boolean has(String entry) {
    return zip.getEntry(entry) != null;
  }

  /** Names of the entries in {@code folder}, which ends with a slash. */
  public List<String> names(String folder) {
    return Collections.list(zip.getEntries()).stream()
        .map(ZipArchiveEntry::getName)
        .filter(entry -> entry.startsWith(folder))
        .distinct()
        .toList();
  }

  /**
   * The content of an entry, which throws {@link Fault.Invalid} as it is read where it explodes.
   *
   * @throws Fault.Invalid when there is none, or it is encrypted or packed in a way not known
   */
  public InputStream open(String entry) {
    ZipArchiveEntry found = zip.getEntry(entry);
    if (found == null) {
      throw new Fault.Invalid(name + " is damaged: its part " + entry + " is missing");
    }
    if (!zip.canReadEntryData(found)) {
      throw new Fault.Invalid(
          name + " is encrypted or packed in an unknown way; save it without a password");
    }
    try {
      return new Counted(zip.getInputStream(found), entry, found.getCompressedSize());
    } catch (IOException e) {
      throw new Fault.Invalid(name + " is damaged: its part " + entry + " cannot be read");
    }
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException inMemory) {
      throw new IllegalStateException(inMemory);
    }
  }

  private final class Counted extends FilterInputStream {
    private final String entry;
    private final long packed;
    private long read;

    Counted(InputStream in, String entry, long packed) {
      super(in);
      this.entry = entry;
      this.packed = packed;
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      if (b >= 0) {
        count(1);
      }
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = super.read(buffer, offset, length);
      if (n > 0) {
        count(n);
      }
      return n;
    }

    private void count(int n) {
      read += n;
      unpacked += n;
      boolean tooTight = read > FREE && read > packed * MAX_RATIO;
      if (tooTight || read > MAX_ENTRY || unpacked > MAX_TOTAL) {
        throw new Fault.Invalid(
            name
                + " is not read: its part "
                + entry
                + " unpacks to more than "
                + (tooTight
                    ? MAX_RATIO + " times its size"
                    : (read > MAX_ENTRY ? MAX_ENTRY >> 20 : MAX_TOTAL >> 20) + " MB"));
      }
    }
  }
}
