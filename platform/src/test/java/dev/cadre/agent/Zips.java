package dev.cadre.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes zips, honest and hostile. */
final class Zips {
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final Map<String, Integer> modes = new LinkedHashMap<>();

  static byte[] of(String name, String content) {
    return new Zips().add(name, content).bytes();
  }

  Zips add(String name, String content) {
    return add(name, content.getBytes(UTF_8));
  }

  Zips add(String name, byte[] content) {
    files.put(name, content);
    return this;
  }

  /** With Unix file type and permissions in the central directory. */
  Zips add(String name, String content, int mode) {
    modes.put(name, mode);
    return add(name, content);
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (var file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return withModes(out.toByteArray());
  }

  private byte[] withModes(byte[] zip) {
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int end = zip.length - 22;
    int at = bytes.getInt(end + 16);
    for (int i = 0; i < bytes.getShort(end + 10); i++) {
      int name = bytes.getShort(at + 28);
      Integer mode = modes.get(new String(zip, at + 46, name, UTF_8));
      if (mode != null) {
        bytes.put(at + 5, (byte) 3);
        bytes.putInt(at + 38, mode << 16);
      }
      at += 46 + name + bytes.getShort(at + 30) + bytes.getShort(at + 32);
    }
    return zip;
  }
}
