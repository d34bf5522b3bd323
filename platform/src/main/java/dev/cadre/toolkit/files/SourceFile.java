package dev.cadre.toolkit.files;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** A file in memory. Nobody changes {@link #bytes}: a copy of 25 MB for each reader is too dear. */
public final class SourceFile {
  private final String name;
  private final MediaType type;
  private final byte[] bytes;

  private SourceFile(String name, MediaType type, byte[] bytes) {
    this.name = name;
    this.type = type;
    this.bytes = bytes;
  }

  /**
   * A file whose type is seen from its content; {@code name}, or its declared media type, decides
   * between kinds of text alone.
   *
   * @param bytes are the file's from now on
   */
  public static SourceFile of(String name, String declaredType, byte[] bytes) {
    return new SourceFile(name, Sniffer.type(name, declaredType, bytes), bytes);
  }

  /** Without folders; for people. */
  public String name() {
    return name;
  }

  public MediaType type() {
    return type;
  }

  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return bytes.length;
  }

  public InputStream open() {
    return new ByteArrayInputStream(bytes);
  }

  /** Its characters: by its byte order mark, as UTF-8 where it is that, else as Windows-1252. */
  public String text() {
    return Characters.decoded(bytes);
  }

  @Override
  public String toString() {
    return name + " (" + type + ", " + bytes.length + " bytes)";
  }
}
