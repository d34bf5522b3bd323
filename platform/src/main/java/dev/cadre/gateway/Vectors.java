package dev.cadre.gateway;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Vectors of length 1, one for each tool of a target, in the tools' order. */
final class Vectors {
  private final List<float[]> each;

  Vectors(List<float[]> each) {
    this.each = List.copyOf(each);
  }

  int size() {
    return each.size();
  }

  /** Not to be changed. */
  float[] get(int i) {
    return each.get(i);
  }

  /** Little endian, one after the other. */
  byte[] toBytes() {
    int dimensions = each.isEmpty() ? 0 : each.getFirst().length;
    ByteBuffer bytes =
        ByteBuffer.allocate(each.size() * dimensions * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    FloatBuffer floats = bytes.asFloatBuffer();
    each.forEach(floats::put);
    return bytes.array();
  }

  static Vectors of(byte[] bytes, int dimensions) {
    FloatBuffer floats = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    List<float[]> each = new ArrayList<>();
    while (floats.remaining() >= dimensions) {
      float[] one = new float[dimensions];
      floats.get(one);
      each.add(one);
    }
    return new Vectors(each);
  }
}
