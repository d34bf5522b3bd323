package dev.cadre.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A text's place in meaning: numbers of length 1 together. Immutable. */
final class Vector {
  private final float[] components;

  private Vector(float[] components) {
    this.components = components;
  }

  /** Keeps {@code components} as they are; the caller leaves them alone from now on. */
  static Vector of(float[] components) {
    return new Vector(components);
  }

  /** Of what {@link #bytes} gave. */
  static Vector read(byte[] bytes) {
    float[] components = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(components);
    return new Vector(components);
  }

  /** As it is stored: little-endian, four bytes for each number. */
  byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(components.length * Float.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(components);
    return bytes.array();
  }

  int length() {
    return components.length;
  }

  /** The cosine of the angle between two. Four sums side by side, for the processor's sake. */
  float cosine(Vector other) {
    float[] a = components;
    float[] b = other.components;
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int length = Math.min(a.length, b.length);
    int i = 0;
    for (; i + 3 < length; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < length; i++) {
      s0 += a[i] * b[i];
    }
    return s0 + s1 + s2 + s3;
  }
}
