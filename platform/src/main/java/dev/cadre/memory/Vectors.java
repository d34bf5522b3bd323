package dev.cadre.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Vectors of floats and how they are stored: little-endian, four bytes each. */
final class Vectors {
  private Vectors() {}

  /** The cosine of two vectors of length 1. Four sums side by side, for the processor's sake. */
  static float dot(float[] a, float[] b) {
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

  /** {@code vector} itself, brought to length 1 unless it is all zeros. */
  static float[] normalised(float[] vector) {
    float length = (float) Math.sqrt(dot(vector, vector));
    for (int i = 0; length > 0 && i < vector.length; i++) {
      vector[i] /= length;
    }
    return vector;
  }

  static byte[] bytes(float[] vector) {
    ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(vector);
    return bytes.array();
  }

  static float[] of(byte[] bytes) {
    float[] vector = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
    return vector;
  }
}
