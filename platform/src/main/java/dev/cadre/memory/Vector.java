package dev.cadre.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * A text's place in meaning: numbers of length 1 together. They stand in an array of their own, or
 * among those of others in a {@link Matrix}. Immutable.
 */
final class Vector {
  private final float[] numbers;
  private final int from;
  private final int step;
  private final int length;

  /**
   * @param from the place of the first number
   * @param step from each number to the next
   */
  Vector(float[] numbers, int from, int step, int length) {
    this.numbers = numbers;
    this.from = from;
    this.step = step;
    this.length = length;
  }

  /** Keeps {@code components} as they are; the caller leaves them alone from now on. */
  static Vector of(float[] components) {
    return new Vector(components, 0, 1, components.length);
  }

  /** Of what {@link #bytes} gave. */
  static Vector read(byte[] bytes) {
    float[] components = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(components);
    return of(components);
  }

  /** As it is stored: little-endian, four bytes for each number. */
  byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(length * Float.BYTES);
    FloatBuffer floats = bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    for (int i = 0; i < length; i++) {
      floats.put(at(i));
    }
    return bytes.array();
  }

  int length() {
    return length;
  }

  float at(int i) {
    return numbers[from + i * step];
  }
}
