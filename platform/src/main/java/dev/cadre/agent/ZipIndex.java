package dev.cadre.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * The Unix modes in a zip's central directory, which the JDK's ZipFile does not tell.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE, sections
 *     4.3.12 to 4.3.16</a>
 */
final class ZipIndex {
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int END_BYTES = 22;
  private static final int LOCATOR_BYTES = 20;
  private static final int END_64_BYTES = 56;
  private static final int CENTRAL_BYTES = 46;
  private static final int MAX_COMMENT = 0xFFFF;
  private static final long MAX_DIRECTORY = 64L * 1024 * 1024;
  private static final int UNIX = 3;
  private static final int MAC = 19;

  private ZipIndex() {}

  /**
   * By entry name, the mode of each entry that has one. Fails with a {@link BuildFailure} when the
   * file is no zip or holds more than {@code maxEntries}.
   */
  static Map<String, Integer> modes(Path zip, int maxEntries) throws IOException, BuildFailure {
    try (FileChannel file = FileChannel.open(zip, StandardOpenOption.READ)) {
      ByteBuffer tail = read(file, Math.max(0, file.size() - END_BYTES - MAX_COMMENT), file.size());
      int end = end(tail);
      long entries = tail.getShort(end + 10) & 0xFFFFL;
      long size = tail.getInt(end + 12) & 0xFFFFFFFFL;
      long offset = tail.getInt(end + 16) & 0xFFFFFFFFL;
      if (entries == 0xFFFF || size == 0xFFFFFFFFL || offset == 0xFFFFFFFFL) {
        ByteBuffer end64 = end64(file, tail, end);
        entries = end64.getLong(32);
        size = end64.getLong(40);
        offset = end64.getLong(48);
      }
      if (entries < 0 || entries > maxEntries) {
        throw new BuildFailure("the zip holds " + entries + " entries; at most " + maxEntries);
      }
      if (size < 0 || size > MAX_DIRECTORY || offset < 0 || offset + size > file.size()) {
        throw broken();
      }
      return modes(read(file, offset, offset + size), (int) entries);
    }
  }

  private static Map<String, Integer> modes(ByteBuffer directory, int entries) throws BuildFailure {
    Map<String, Integer> modes = new HashMap<>();
    for (int i = 0; i < entries; i++) {
      if (directory.remaining() < CENTRAL_BYTES
          || directory.getInt(directory.position()) != CENTRAL) {
        throw broken();
      }
      int at = directory.position();
      int system = directory.get(at + 5) & 0xFF;
      int name = directory.getShort(at + 28) & 0xFFFF;
      int extra = directory.getShort(at + 30) & 0xFFFF;
      int comment = directory.getShort(at + 32) & 0xFFFF;
      int mode = directory.getInt(at + 38) >>> 16;
      if (directory.remaining() < CENTRAL_BYTES + name + extra + comment) {
        throw broken();
      }
      byte[] text = new byte[name];
      directory.get(at + CENTRAL_BYTES, text);
      if (system == UNIX || system == MAC) {
        modes.put(new String(text, UTF_8), mode);
      }
      directory.position(at + CENTRAL_BYTES + name + extra + comment);
    }
    return modes;
  }

  /** Where the end record begins; the last one, as every reader has it. */
  private static int end(ByteBuffer tail) throws BuildFailure {
    for (int at = tail.limit() - END_BYTES; at >= 0; at--) {
      if (tail.getInt(at) == END) {
        return at;
      }
    }
    throw new BuildFailure("the artifact is no zip; make one with 'zip -r agent.zip .'");
  }

  private static ByteBuffer end64(FileChannel file, ByteBuffer tail, int end)
      throws IOException, BuildFailure {
    int locator = end - LOCATOR_BYTES;
    if (locator < 0 || tail.getInt(locator) != LOCATOR_64) {
      throw broken();
    }
    long at = tail.getLong(locator + 8);
    if (at < 0 || at + END_64_BYTES > file.size()) {
      throw broken();
    }
    ByteBuffer end64 = read(file, at, at + END_64_BYTES);
    if (end64.getInt(0) != END_64) {
      throw broken();
    }
    return end64;
  }

  private static ByteBuffer read(FileChannel file, long from, long to) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) (to - from)).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) >= 0) {}
    return bytes.flip();
  }

  private static BuildFailure broken() {
    return new BuildFailure("the zip's directory is damaged; make it again");
  }
}
