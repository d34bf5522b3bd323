package dev.cadre.memory;

import java.util.List;

/**
 * Vectors side by side: first the first numbers of all, then the second ones, and so on. So the
 * cosines of all of them are sums along arrays, which the JVM computes eight at a time: some ten
 * times as fast as one vector after the other. Immutable.
 */
final class Matrix {
  /** Numbers of a vector that are copied while it is at hand. */
  private static final int TILE = 16;

  private final float[] numbers;
  private final int count;
  private final int length;

  private Matrix(float[] numbers, int count, int length) {
    this.numbers = numbers;
    this.count = count;
    this.length = length;
  }

  /** Of vectors of one length. */
  static Matrix of(List<Vector> vectors) {
    int count = vectors.size();
    int length = count == 0 ? 0 : vectors.getFirst().length();
    float[] numbers = new float[Math.multiplyExact(count, length)];
    for (int tile = 0; tile < length; tile += TILE) {
      int end = Math.min(length, tile + TILE);
      for (int i = 0; i < count; i++) {
        Vector vector = vectors.get(i);
        for (int j = tile; j < end; j++) {
          numbers[j * count + i] = vector.at(j);
        }
      }
    }
    return new Matrix(numbers, count, length);
  }

  /** The vector at a place; it takes no numbers of its own. */
  Vector at(int place) {
    return new Vector(numbers, place, count, length);
  }

  /** The cosine of the angle between each vector and {@code other}, by place. */
  float[] cosines(Vector other) {
    float[] sums = new float[count];
    int whole = length - length % 4;
    for (int j = 0; j < whole; j += 4) {
      add(sums, other, j);
    }
    for (int j = whole; j < length; j++) {
      float q = other.at(j);
      int row = j * count;
      for (int i = 0; i < count; i++) {
        sums[i] += q * numbers[row + i];
      }
    }
    return sums;
  }

  /** Four numbers of each vector at once: the sums are read and written a quarter as often. */
  private void add(float[] sums, Vector other, int j) {
    float q0 = other.at(j);
    float q1 = other.at(j + 1);
    float q2 = other.at(j + 2);
    float q3 = other.at(j + 3);
    int row0 = j * count;
    int row1 = row0 + count;
    int row2 = row1 + count;
    int row3 = row2 + count;
    for (int i = 0; i < count; i++) {
      sums[i] +=
          q0 * numbers[row0 + i]
              + q1 * numbers[row1 + i]
              + q2 * numbers[row2 + i]
              + q3 * numbers[row3 + i];
    }
  }

  long bytes() {
    return (long) numbers.length * Float.BYTES;
  }
}
