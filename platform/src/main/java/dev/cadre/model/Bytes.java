package dev.cadre.model;

import java.util.Arrays;
import java.util.Base64;

/** Bytes as a value: equal by content, never changed. */
public final class Bytes {
  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  public static Bytes copyOf(byte[] value) {
    return new Bytes(value.clone());
  }

  /** Throws {@code IllegalArgumentException} when {@code text} is not base64. */
  public static Bytes base64(String text) {
    return new Bytes(Base64.getDecoder().decode(text));
  }

  public byte[] toArray() {
    return value.clone();
  }

  public int length() {
    return value.length;
  }

  public String toBase64() {
    return Base64.getEncoder().encodeToString(value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  /** The length alone: content belongs in no log. */
  @Override
  public String toString() {
    return value.length + " bytes";
  }
}
